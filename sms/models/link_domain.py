"""Host names of the account's own for its short links (E6)."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils import timezone

from accounts import tenancy
from accounts.models import AccountOwned
from sms import lines, web_links

MOST = 5  # names of an account
SALT = "link-domain"
NO_HOST = "This is no host name. Write it bare, such as go.acme.example, without https:// and without a path."


def host_name(typed: str) -> str:
    """The host in ASCII. Raises ValidationError."""
    typed = typed.strip().lower().removesuffix(".")
    host = web_links.host_of(f"https://{typed}")
    if not host or urlsplit(f"https://{typed}").netloc != typed or ":" in typed or host[-1].isdigit():
        raise ValidationError(NO_HOST, code="no_host")
    if len(host) > 253 or host == urlsplit(settings.PUBLIC_BASE_URL).hostname:
        raise ValidationError("Choose a name of your own that points to us.", code="ours")
    return host


class LinkDomainQuerySet(models.QuerySet["LinkDomain"]):
    def newest_first(self):
        """Those that work; new links are made with the first."""
        return self.filter(confirmed_at__isnull=False).order_by("-confirmed_at", "-id")

    def answers_at(self, host: str) -> bool:
        """Whether any account has this name, be it confirmed yet or not."""
        with tenancy.every_account():
            return self.filter(host=host).exists()

    def confirm(self, host: str, token: str) -> "LinkDomain | None":
        """Its name was asked for, and led here. None: another account's answers there, or the token is for none."""
        try:
            pk = signing.loads(token, salt=SALT)
        except signing.BadSignature:
            return None
        with tenancy.every_account():
            domain = self.filter(pk=pk, host=host).first()
            return domain if domain and domain._found_to_answer() else None


class LinkDomain(AccountOwned):
    """Links are made with it once its name is known to lead to us. What was sent with it before works while it stands
    here, also after a newer one has taken its place."""

    account = models.ForeignKey("accounts.Account", on_delete=models.CASCADE, related_name="link_domains")
    host = models.CharField("host name", max_length=253)
    confirmed_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = LinkDomainQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["account", "host"], name="link_domain_once"),
            models.UniqueConstraint(
                fields=["host"], condition=Q(confirmed_at__isnull=False), name="link_domain_answers_for_one"
            ),
        ]
        indexes = [models.Index(fields=["host"], name="link_domain_host")]

    def __str__(self):
        return self.host

    @property
    def base(self) -> str:
        """What codes are put behind, with a slash between. Scheme and port are those of the helpdesk."""
        public = urlsplit(settings.PUBLIC_BASE_URL)
        return f"{public.scheme}://{self.host}{f':{public.port}' if public.port else ''}"

    @property
    def test_url(self) -> str:
        """Whoever opens it shows that the name leads to us."""
        return f"{self.base}/-/{signing.dumps(self.pk, salt=SALT)}"

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        lines.forget()

    def remove(self) -> None:
        self.delete()
        lines.forget()

    def _found_to_answer(self) -> bool:
        if self.confirmed_at:
            return True
        try:
            with transaction.atomic():
                self.confirmed_at = timezone.now()
                self.save(update_fields=["confirmed_at"])
        except IntegrityError:
            return False
        return True
