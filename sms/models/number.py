import secrets
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts import tenancy
from accounts.fields import SecretField
from accounts.models import AccountOwned
from inbox.models import Channel, RefusedWebhook
from profiles import phones
from sms import lines
from sms.models.texts import Texts


def new_route() -> str:
    return secrets.token_urlsafe(18)


class NumberQuerySet(models.QuerySet):
    def connected(self):
        return self.filter(disconnected_at=None)

    def by_route(self, route: str) -> "Number | None":
        """The connected number with this webhook address, with its channel, account, texts and subscribe keywords."""
        return lines.kept(route, lambda: self._load(route))

    def _load(self, route: str) -> "Number | None":
        with tenancy.every_account():
            return (
                self.connected()
                .filter(route=route)
                .select_related("channel__sms_texts", "channel__account")
                .prefetch_related("channel__account__subscribe_keywords")
                .first()
            )


class Number(AccountOwned):
    """One of the account's texting numbers and how its provider is reached (E1).

    `route` is the unguessable part of its webhook address. While a token is being rotated the one before is still
    believed.
    """

    class ComplianceBy(models.TextChoices):
        HELPDESK = "helpdesk", "The helpdesk, with the texts below"
        PROVIDER = "provider", "The provider, with its own texts"

    account = models.ForeignKey("accounts.Account", on_delete=models.CASCADE, related_name="sms_numbers")
    channel = models.ForeignKey("inbox.Channel", on_delete=models.CASCADE, related_name="sms_numbers")
    number = models.CharField(max_length=20)
    account_sid = models.CharField(max_length=64)
    auth_token = SecretField()
    previous_token = SecretField(blank=True)
    messaging_service_sid = models.CharField(max_length=64, blank=True)
    route = models.CharField(max_length=40, unique=True, default=new_route, editable=False)
    compliance_by = models.CharField(max_length=10, choices=ComplianceBy, default=ComplianceBy.HELPDESK)
    connected_at = models.DateTimeField(default=timezone.now, editable=False)
    disconnected_at = models.DateTimeField(null=True, editable=False)
    last_event_at = models.DateTimeField(null=True, editable=False)
    reconciled_at = models.DateTimeField(null=True, editable=False)

    objects = NumberQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["account_sid", "number"],
                condition=Q(disconnected_at=None),
                name="number_connected_once",
            )
        ]

    def __str__(self):
        return self.display

    @property
    def display(self) -> str:
        return phones.display(self.number)

    @property
    def provider_answers(self) -> bool:
        """The provider answers STOP, HELP and START itself, so we don't."""
        return self.compliance_by == self.ComplianceBy.PROVIDER

    @property
    def tokens(self) -> list[str]:
        return [token for token in (self.auth_token, self.previous_token) if token]

    @property
    def inbound_url(self) -> str:
        """What to paste at the provider, with its own retry options: five tries, on any failure."""
        return f"{settings.PUBLIC_BASE_URL}/hooks/twilio/{self.route}/inbound/#rc=5&rp=all"

    @property
    def fallback_url(self) -> str:
        return f"{settings.PUBLIC_BASE_URL}/hooks/twilio/{self.route}/inbound/"

    def status_url(self, delivery) -> str:
        return f"{settings.PUBLIC_BASE_URL}/hooks/twilio/{self.route}/status/?d={delivery.callback_token}"

    def heard(self) -> None:
        """A webhook of the provider came, to the minute: a busy number must not mean one more write per text."""
        now = timezone.now()
        if self.last_event_at is None or now - self.last_event_at > timedelta(minutes=1):
            self.last_event_at = now
            Number.objects.filter(pk=self.pk).update(last_event_at=now)

    @property
    def trouble(self) -> str:
        """What is wrong with its webhooks lately, and what to do; blank when nothing is."""
        day_ago = timezone.now() - timedelta(days=1)
        refused = RefusedWebhook.objects.filter(
            account=self.account_id, at__gt=day_ago, path__contains=self.route
        )
        if last := refused.order_by("-id").values_list("reason", flat=True).first():
            return (
                f"{refused.count()} webhooks were refused in the last day: {last}. Compare the auth token and the "
                "webhook address with the provider's."
            )
        return ""

    def receives_for(self, address: str, service: str) -> bool:
        return address == self.number or (bool(service) and service == self.messaging_service_sid)

    @classmethod
    def is_taken(cls, account_sid: str, number: str) -> bool:
        """Whether any account has it connected: its texts can arrive at one desk only."""
        with tenancy.every_account():
            return cls.objects.connected().filter(account_sid=account_sid, number=number).exists()

    @classmethod
    def connect(cls, account, **fields) -> "Number":
        """Connect a number; the account's SMS channel and its texts come with the first."""
        channel = Channel.objects.for_kind(account, "sms")
        Texts.of(channel)
        return cls.objects.create(account=account, channel=channel, **fields)

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        lines.forget()

    def rotate(self, auth_token: str) -> None:
        """A new token; webhooks signed with the one before are still believed until the next rotation."""
        if auth_token == self.auth_token:
            return
        self.previous_token, self.auth_token = self.auth_token, auth_token
        self.save(update_fields=["previous_token", "auth_token"])

    def disconnect(self) -> None:
        self.disconnected_at = timezone.now()
        self.save(update_fields=["disconnected_at"])
