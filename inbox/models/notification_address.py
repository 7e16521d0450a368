"""E-mail about new texts (E11): the addresses that a channel tells, each confirmed by whoever reads it."""

from datetime import timedelta

from django.core import signing
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from accounts.models import AccountOwned
from inbox.models.telling import Telling, TellingQuerySet

MOST = 50  # addresses of a channel
ASKS, ASK_EVERY = 5, timedelta(minutes=1)  # confirmation mails to one address, until it is confirmed
ASKED_A_DAY = 50  # addresses of an account that are sent one
CONFIRM, STOP = "notification-confirm", "notification-stop"
LIVES = {CONFIRM: timedelta(days=3), STOP: None}


class NotificationAddressQuerySet(TellingQuerySet):
    def listed(self):
        return self.filter(removed_at=None)

    def by_token(self, token: str, salt: str) -> "NotificationAddress | None":
        """What a link in a mail is about; None: it is too old or none of ours, or the address was removed."""
        try:
            pk = signing.loads(token, salt=salt, max_age=LIVES[salt])
        except signing.BadSignature:
            return None
        return self.listed().filter(pk=pk).select_related("account", "channel").first()

    def enlist(self, channel, emails: list[str], by) -> list["NotificationAddress"]:
        """Those of the addresses that were not on the channel's list. Raises ValidationError before it changes any."""
        known: dict[str, NotificationAddress] = {
            address.email.lower(): address for address in self.filter(channel=channel)
        }
        wanted = {email.lower(): email for email in emails}
        new: list[NotificationAddress] = [
            known.get(key) or NotificationAddress(channel=channel, email=email)
            for key, email in wanted.items()
        ]
        new = [address for address in new if not address.is_listed]
        if sum(address.is_listed for address in known.values()) + len(new) > MOST:
            raise ValidationError(f"Up to {MOST} addresses can be told. Remove one first.", code="too_many")
        for address in new:
            address.start(by)
        return new


class NotificationAddress(Telling, AccountOwned):
    """A removed one is kept, so that removing and adding it over and over asks nobody over and over."""

    account_from = "channel"

    account = models.ForeignKey(
        "accounts.Account", on_delete=models.CASCADE, related_name="notification_addresses", db_index=False
    )
    channel = models.ForeignKey(
        "inbox.Channel", on_delete=models.CASCADE, related_name="notification_addresses", db_index=False
    )
    email = models.EmailField()
    added_by = models.CharField(max_length=120, blank=True, editable=False)
    added_at = models.DateTimeField(default=timezone.now, editable=False)
    removed_at = models.DateTimeField(null=True, editable=False)
    confirmed_at = models.DateTimeField(null=True, editable=False)
    confirmation_due = models.BooleanField(default=False, editable=False)
    asks = models.PositiveSmallIntegerField(default=0, editable=False)
    asked_at = models.DateTimeField(null=True, editable=False)

    objects = NotificationAddressQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "notification addresses"
        constraints = [
            models.UniqueConstraint("channel", Lower("email"), name="notification_address_once_per_channel")
        ]

    def __str__(self):
        return self.email

    @property
    def is_listed(self) -> bool:
        return self.pk is not None and self.removed_at is None

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_at is not None

    def start(self, by) -> None:
        """On the list. A member's own address that is known to be theirs needs no confirmation."""
        self.removed_at = self.confirmed_at = None
        self.added_by, self.added_at = by.actor_label, timezone.now()
        if by.actor_kind == "agent" and by.user.has_confirmed(self.email):
            self.confirm()
        else:
            self.ask()

    def ask(self) -> None:
        """Have a confirmation mail sent. Raises ValidationError where that would pester somebody."""
        now = timezone.now()
        if self.asks >= ASKS:
            raise ValidationError(
                f"{self.email} was asked {ASKS} times and has not confirmed. Ask its owner to look for our mail.",
                code="asked_enough",
            )
        if self.asked_at and now < self.asked_at + ASK_EVERY:
            raise ValidationError(
                f"{self.email} was asked a moment ago. Wait a minute before you ask again.", code="asked_now"
            )
        if self._asked_today(now) >= ASKED_A_DAY:
            raise ValidationError(
                f"{ASKED_A_DAY} addresses were asked today. Add further ones tomorrow.", code="asked_many"
            )
        self.confirmation_due, self.asks, self.asked_at, self.next_mail_at = True, self.asks + 1, now, now
        self.save()

    def _asked_today(self, now) -> int:
        others = NotificationAddress.objects.filter(account=self.channel.account_id).exclude(pk=self.pk)
        return others.filter(asked_at__gt=now - timedelta(days=1)).count()

    def confirm(self) -> None:
        """Told from now on; what came before is not news."""
        now = timezone.now()
        self.confirmed_at = self.confirmed_at or now
        self.told_until = self.next_mail_at = now
        self.confirmation_due, self.asks, self.failures, self.trouble = False, 0, 0, ""
        self.save()

    def remove(self) -> None:
        self.removed_at, self.confirmation_due = timezone.now(), False
        self.save()

    def token(self, salt: str) -> str:
        return signing.dumps(self.pk, salt=salt)
