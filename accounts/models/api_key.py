import hashlib
import secrets

from django.db import models
from django.utils import timezone

from accounts.models.base import AccountOwned

PREFIX = "hd_"


def digest(secret: str) -> str:
    """Keys are 256 bits of chance, so a plain hash is enough: there is nothing to guess."""
    return hashlib.sha256(secret.encode()).hexdigest()


class ApiKeyQuerySet(models.QuerySet):
    def live(self):
        return self.filter(revoked_at=None)

    def by_secret(self, secret: str):
        return self.live().filter(digest=digest(secret)).select_related("account").first()


class ApiKey(AccountOwned):
    """A machine's way into one account's API. The secret is shown once, when the key is made."""

    class Scope(models.TextChoices):
        READ = "read", "Read"
        WRITE = "write", "Read and write"

    actor_kind = "api"

    account = models.ForeignKey("accounts.Account", on_delete=models.CASCADE, related_name="api_keys")
    name = models.CharField(max_length=60)
    scope = models.CharField(max_length=10, choices=Scope, default=Scope.WRITE)
    hint = models.CharField(max_length=12, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_by = models.ForeignKey(
        "accounts.Membership", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(null=True, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)

    objects = ApiKeyQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]

    def __str__(self):
        return self.name

    @property
    def actor_label(self) -> str:
        return f"{self.name} (API)"

    @classmethod
    def issue(cls, account, name: str, by=None, scope: str = Scope.WRITE) -> tuple["ApiKey", str]:
        """A new key and its secret, which can't be read again afterwards."""
        secret = PREFIX + secrets.token_urlsafe(32)
        key = cls.objects.create(
            account=account, name=name, scope=scope, created_by=by, digest=digest(secret), hint=secret[:8]
        )
        return key, secret

    def revoke(self) -> None:
        self.revoked_at = timezone.now()
        self.save(update_fields=["revoked_at"])

    def touch(self) -> None:
        """Remember the use, to the minute: a busy key must not mean a write per call."""
        now = timezone.now()
        if self.last_used_at is None or (now - self.last_used_at).total_seconds() > 60:
            ApiKey.objects.filter(pk=self.pk).update(last_used_at=now)
