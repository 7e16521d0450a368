import secrets
from typing import TYPE_CHECKING

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts import tenancy
from accounts.models import AccountOwned
from inbox.models import Channel
from profiles import phones
from sms import lines, providers
from sms.models.halting import Halting
from sms.models.link_options import LinkOptions
from sms.models.rotating import Rotating
from sms.models.sending_options import SendingOptions
from sms.models.texts import Texts
from sms.models.webhooking import Webhooking

if TYPE_CHECKING:
    from sms.providers.base import Provider

FASTEST = 1000  # texts per second
SHORT_CODE_RATE, TOLL_FREE_RATE = 100, 3


def new_route() -> str:
    return secrets.token_urlsafe(18)


class NumberQuerySet(models.QuerySet):
    def connected(self):
        return self.filter(disconnected_at=None)

    def default_first(self):
        """The account's default number comes first; as long as none is chosen, the oldest."""
        return self.connected().order_by("-is_default", "id")

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


class Number(Halting, Rotating, Webhooking, AccountOwned):
    """One of the account's texting numbers and how its provider is reached (E1).

    `route` is the unguessable part of its webhook address. `texts_per_second` is what its registration allows, for
    whatever sends to many.
    """

    class ComplianceBy(models.TextChoices):
        HELPDESK = "helpdesk", "The helpdesk, with the texts below"
        PROVIDER = "provider", "The provider, with its own texts"

    account = models.ForeignKey("accounts.Account", on_delete=models.CASCADE, related_name="sms_numbers")
    channel = models.ForeignKey("inbox.Channel", on_delete=models.CASCADE, related_name="sms_numbers")
    provider_name = models.CharField(max_length=20, default=providers.DEFAULT, editable=False)
    number = models.CharField(max_length=20)
    name = models.CharField(max_length=60, blank=True)
    is_default = models.BooleanField(default=False, editable=False)
    texts_per_second = models.PositiveSmallIntegerField(
        default=1, validators=[MinValueValidator(1), MaxValueValidator(FASTEST)]
    )
    account_sid = models.CharField(max_length=64)
    messaging_service_sid = models.CharField(max_length=64, blank=True)
    route = models.CharField(max_length=40, unique=True, default=new_route, editable=False)
    compliance_by = models.CharField(max_length=10, choices=ComplianceBy, default=ComplianceBy.HELPDESK)
    connected_at = models.DateTimeField(default=timezone.now, editable=False)
    disconnected_at = models.DateTimeField(null=True, editable=False)

    objects = NumberQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["account_sid", "number"],
                condition=Q(disconnected_at=None),
                name="number_connected_once",
            ),
            models.UniqueConstraint(
                fields=["account"], condition=Q(is_default=True), name="one_default_number"
            ),
        ]

    def __str__(self):
        return f"{self.name} ({self.display})" if self.name else self.display

    @property
    def display(self) -> str:
        return phones.display(self.number)

    @property
    def provider(self) -> "Provider":
        """Who carries its texts (E13)."""
        return providers.named(self.provider_name)

    @property
    def suggested_rate(self) -> int:
        """Texts per second that such a number is usually registered for."""
        if not self.number.startswith("+"):
            return SHORT_CODE_RATE
        return TOLL_FREE_RATE if phones.is_toll_free(self.number) else 1

    @property
    def provider_answers(self) -> bool:
        """The provider answers STOP, HELP and START itself, so we don't."""
        return self.compliance_by == self.ComplianceBy.PROVIDER

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
        SendingOptions.of(channel)
        LinkOptions.of(channel)
        return cls.objects.create(account=account, channel=channel, **fields)

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        lines.forget()

    def disconnect(self) -> None:
        self.disconnected_at, self.is_default = timezone.now(), False
        self.save(update_fields=["disconnected_at", "is_default"])

    def make_default(self) -> None:
        """What starts a conversation leaves from it."""
        Number.objects.filter(account=self.account_id, is_default=True).exclude(pk=self.pk).update(
            is_default=False
        )
        self.is_default = True
        self.save(update_fields=["is_default"])
