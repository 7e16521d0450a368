"""Consent to be texted (E3, E4, E10): an append-only history, and the state that follows from it on the profile.

The state is derived from the latest change by the provider's clock, so a change that arrives late can't undo a newer
one. It stands on the profile because every send reads it under lock.
"""

from datetime import datetime

from django.db import models
from django.utils import timezone

from accounts.models import AccountOwned


class Consent(AccountOwned):
    """One change of consent. Never updated, never deleted."""

    class Kind(models.TextChoices):
        MARKETING = "marketing", "Marketing"
        TRANSACTIONAL = "transactional", "Transactional"

    account_from = "profile"

    profile = models.ForeignKey(
        "profiles.Profile", on_delete=models.CASCADE, related_name="consents", db_index=False
    )
    kind = models.CharField(max_length=15, choices=Kind)
    given = models.BooleanField()
    source = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now)
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["profile", "-at", "-id"], name="consent_history")]

    def __str__(self):
        return f"{self.get_kind_display()} consent {'given' if self.given else 'withdrawn'}: {self.source}"


class Consenting(models.Model):
    marketing_since = models.DateTimeField(null=True, editable=False)
    transactional_since = models.DateTimeField(null=True, editable=False)
    opted_out_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True

    @property
    def is_subscriber(self) -> bool:
        return self.marketing_since is not None or self.transactional_since is not None

    @property
    def consent(self) -> Consent | None:
        """The change that the person's present state rests on."""
        return self.consents.first()

    def give_consent(self, kind: str, source: str, at: datetime | None = None) -> None:
        """Record consent of a kind. It ends an earlier opt-out unless that is newer."""
        at = at or timezone.now()
        column = f"{kind}_since"
        self.consents.create(account_id=self.account_id, kind=kind, given=True, source=source, at=at)
        since = self._change(
            models.Q(opted_out_at=None) | models.Q(opted_out_at__lte=at),
            opted_out_at=None,
            **{column: getattr(self, column) or at},
        )
        if not since:
            self.refresh_from_db(fields=["marketing_since", "transactional_since", "opted_out_at"])

    def withdraw_consent(self, source: str, at: datetime | None = None) -> None:
        """Stop everything (STOP wins): both kinds end, and nothing but compliance answers leaves from now on."""
        at = at or timezone.now()
        kinds = [kind for kind in Consent.Kind if getattr(self, f"{kind}_since")] or [Consent.Kind.MARKETING]
        for kind in kinds:
            self.consents.create(account_id=self.account_id, kind=kind, given=False, source=source, at=at)
        newer = models.Q(marketing_since__gt=at) | models.Q(transactional_since__gt=at)
        if not self._change(~newer, opted_out_at=at, marketing_since=None, transactional_since=None):
            self.refresh_from_db(fields=["marketing_since", "transactional_since", "opted_out_at"])

    def _change(self, guard: models.Q, **columns) -> bool:
        if not type(self)._default_manager.filter(guard, pk=self.pk).update(**columns):
            return False
        for name, value in columns.items():
            setattr(self, name, value)
        return True
