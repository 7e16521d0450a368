"""An outbound message on its way: a small state machine whose ranks only go up (E9, reliability: outbound).

queued → sending → sent → delivered | failed, and *unknown* when nobody knows whether the provider has it. What is
unknown is looked up, never sent again by itself: a text sent twice is worse than one that an agent sends again.
"""

import secrets
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from django.core import signing
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import AccountOwned
from helpdesk import live
from helpdesk.celery import later
from inbox.channels import NotYet, steps
from profiles.models import Profile

LEASE = timedelta(seconds=60)
BELL = timedelta(seconds=1.5)
LOOK_UPS = 2
LOOK_UP_EVERY = timedelta(seconds=60)
# What a new attempt knows nothing of.
AFRESH: dict[str, Any] = {"tries": 0, "looked_up": 0, "provider_id": "", "sent_at": None, "ended_at": None}
CALLBACK_SALT = "delivery"


class DeliveryQuerySet(models.QuerySet):
    def due(self):
        """Queued, and no worker has answered the bell."""
        return self.filter(state=Delivery.State.QUEUED, due_at__lte=timezone.now() - BELL)

    def lapsed(self):
        return self.filter(state=Delivery.State.SENDING, due_at__lte=timezone.now())

    def to_look_up(self):
        return self.filter(state=Delivery.State.UNKNOWN, looked_up__lt=LOOK_UPS, due_at__lte=timezone.now())


class Delivery(AccountOwned):
    class State(models.TextChoices):
        QUEUED = "queued", "Queued"
        SENDING = "sending", "Sending"
        UNKNOWN = "unknown", "Not confirmed"
        SENT = "sent", "Sent"
        DELIVERED = "delivered", "Delivered"
        FAILED = "failed", "Failed"

    class Gate(models.TextChoices):
        """Whom this message may reach, asked again at the moment of sending (E4)."""

        CONSENT = "consent", "Subscribers"
        MARKETING = "marketing", "Subscribers to marketing"
        NOT_OPTED_OUT = "not_opted_out", "Anybody who has not opted out"
        COMPLIANCE = "compliance", "Anybody: the answer to STOP, HELP or START"

    RANKS = {"queued": 0, "sending": 1, "unknown": 2, "sent": 3, "delivered": 4, "failed": 4}
    RECORDED = {"sent", "delivered", "failed"}
    account_from = "message"

    message = models.OneToOneField("inbox.Message", on_delete=models.CASCADE, related_name="delivery")
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    rank = models.PositiveSmallIntegerField(default=0, editable=False)
    gate = models.CharField(max_length=15, choices=Gate, default=Gate.CONSENT)
    daytime = models.BooleanField(
        default=False, db_default=False, help_text="It waits for the person's permitted hours (E10)."
    )
    dedupe_key = models.CharField(max_length=120)
    sender = models.CharField(max_length=255, blank=True)
    recipient = models.CharField(max_length=255)
    segments = models.PositiveSmallIntegerField(default=1)
    encoding = models.CharField(max_length=10, blank=True)
    attempt = models.PositiveSmallIntegerField(default=1)
    tries = models.PositiveSmallIntegerField(
        default=0, help_text="Refusals before acceptance in this attempt."
    )
    retries = models.PositiveSmallIntegerField(
        default=0, db_default=0, help_text="Further attempts that were made by themselves."
    )
    claim = models.CharField(max_length=32, blank=True, editable=False)
    # What the state waits for: the next try, the end of the lease, the next look-up.
    due_at = models.DateTimeField(default=timezone.now)
    looked_up = models.PositiveSmallIntegerField(default=0)
    provider_id = models.CharField(max_length=64, blank=True)
    error_code = models.CharField(max_length=30, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    # The day of the account's on which it counts as sent (E12); blank while it does not.
    counted_on = models.DateField(null=True, editable=False)
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    # While it is being sent: what its channel needs to reach the provider.
    line: Any = None

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = [
            models.UniqueConstraint(fields=["account", "dedupe_key"], name="delivery_once_per_key")
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                name="delivery_due",
                condition=Q(state__in=["queued", "sending", "unknown"]),
            ),
            models.Index(
                fields=["account", "sender", "claimed_at"],
                name="delivery_sender",
                condition=Q(claimed_at__isnull=False),
            ),
            models.Index(
                fields=["account", "provider_id"], name="delivery_provider", condition=~Q(provider_id="")
            ),
        ]

    def __str__(self):
        return f"{self.state} to {self.recipient}"

    @classmethod
    def queue(
        cls, message, key: str, gate: str = Gate.CONSENT, pictures: int = 0, daytime: bool = False
    ) -> "Delivery":
        """Put a message on its way. The key is unique in the account, so nothing is ever queued twice."""
        delivery = cls(
            account_id=message.account_id, message=message, dedupe_key=key, gate=gate, daytime=daytime
        )
        message.channel.backend.address(delivery, pictures)
        delivery.save(force_insert=True)
        delivery.send_later()
        return delivery

    def send_later(self) -> None:
        later("inbox.tasks.send", self.account_id, self.pk)

    # What the thread shows

    @property
    def state_label(self) -> str:
        if self.state == self.State.UNKNOWN and self.looked_up < LOOK_UPS:
            return "Checking with the provider"
        if self.state == self.State.QUEUED and self.reason and not self.tries:
            return "Waiting"
        if self.state == self.State.QUEUED and self.tries:
            return "Waiting for the provider"
        return self.get_state_display()

    @property
    def can_retry(self) -> bool:
        return self.state == self.State.FAILED or (
            self.state == self.State.UNKNOWN and self.looked_up >= LOOK_UPS
        )

    # What our status callback carries, so that a message is known even if its acceptance never reached us

    @property
    def callback_token(self) -> str:
        return signing.dumps([self.account_id, self.pk, self.attempt], salt=CALLBACK_SALT, compress=False)

    @staticmethod
    def read_callback(value: str) -> tuple[int, int, int]:
        """Account, delivery, attempt. Raises signing.BadSignature."""
        account_id, pk, attempt = signing.loads(value, salt=CALLBACK_SALT)
        return account_id, pk, attempt

    def unclaimed(self, provider_ids: list[str]) -> list[str]:
        """Those of the provider's ids, in their order, that no delivery of the account has."""
        taken = set(
            Delivery.objects.filter(account=self.account_id, provider_id__in=provider_ids).values_list(
                "provider_id", flat=True
            )
        )
        return [provider_id for provider_id in provider_ids if provider_id not in taken]

    def retry(self) -> None:
        """An agent's Retry (C17). Raises Refusal when the person can't be texted any more."""
        with suppress(NotYet):  # it then waits once it is claimed
            self.message.channel.backend.may_send(self)
        if self.queue_again():
            self.send_later()

    def hold_person(self) -> None:
        """Lock the person's row until the end of the transaction, and read it afresh. Whatever may follow for them from
        a move (consent, automations, replies) takes its rows after this one, as a text that comes in does."""
        message = self.message
        message.profile = Profile.objects.select_for_update(no_key=True).get(pk=message.profile_id)

    # Moving. Each is one conditional UPDATE: whoever comes second changes nothing.

    def take(self) -> bool:
        """Claim a due, queued delivery for one try of sending, under a lease."""
        now = timezone.now()
        return self._move(
            Q(state=self.State.QUEUED, due_at__lte=now),
            state=self.State.SENDING,
            claim=secrets.token_hex(16),
            claimed_at=now,
            due_at=now + LEASE,
        )

    def accepted(self, provider_id: str) -> bool:
        return self._move(
            Q(rank__lt=self.RANKS["sent"]),
            state=self.State.SENT,
            provider_id=provider_id,
            sent_at=timezone.now(),
            reason="",
        )

    def put_back(self, reason: str, seconds: float) -> bool:
        """Surely not accepted: queued again, to be tried in `seconds`."""
        return self._move(
            Q(state=self.State.SENDING, claim=self.claim),
            state=self.State.QUEUED,
            tries=F("tries") + 1,
            reason=reason,
            due_at=timezone.now() + timedelta(seconds=seconds),
        )

    def wait(self, until: datetime, reason: str) -> bool:
        """Claimed, and not allowed yet: queued again, and no try of it."""
        return self._move(
            Q(state=self.State.SENDING, claim=self.claim),
            state=self.State.QUEUED,
            reason=reason[:300],
            due_at=until,
        )

    def doubt(self) -> bool:
        """The provider may or may not have it; look it up from `due_at` on."""
        return self._move(
            Q(state=self.State.SENDING, claim=self.claim), state=self.State.UNKNOWN, due_at=timezone.now()
        )

    def not_found(self) -> bool:
        """One look-up at the provider found nothing."""
        return self._move(
            Q(state=self.State.UNKNOWN, attempt=self.attempt),
            looked_up=F("looked_up") + 1,
            due_at=timezone.now() + LOOK_UP_EVERY,
        )

    def try_again(self, code: str, reason: str, at: datetime, *, counts: bool) -> bool:
        """This attempt did not arrive; the next one leaves at `at`, in the person's permitted hours. `counts`: what was
        counted for this one stays so."""
        forgotten = {"counted_on": None} if counts else {}
        return self._move(
            Q(rank__lt=self.RANKS["failed"]),
            state=self.State.QUEUED,
            attempt=F("attempt") + 1,
            retries=F("retries") + 1,
            daytime=True,
            error_code=code,
            reason=reason[:300],
            due_at=at,
            **forgotten,
            **AFRESH,
        )

    def failed(self, code: str, reason: str, provider_id: str = "") -> bool:
        return self._move(
            Q(rank__lt=self.RANKS["failed"]),
            state=self.State.FAILED,
            provider_id=provider_id or self.provider_id,
            error_code=code,
            reason=reason[:300],
            ended_at=timezone.now(),
        )

    def delivered(self, provider_id: str) -> bool:
        """May come before our own commit of the acceptance, so it brings the provider's id along."""
        return self._move(
            Q(rank__lt=self.RANKS["delivered"]),
            state=self.State.DELIVERED,
            provider_id=provider_id,
            reason="",
            ended_at=timezone.now(),
        )

    def queue_again(self) -> bool:
        """An agent's Retry: a new attempt, to which callbacks of the one before no longer speak."""
        return self._move(
            Q(state=self.State.FAILED) | Q(state=self.State.UNKNOWN, looked_up__gte=LOOK_UPS),
            state=self.State.QUEUED,
            attempt=F("attempt") + 1,
            counted_on=None,
            error_code="",
            reason="",
            due_at=timezone.now(),
            **AFRESH,
        )

    def _move(self, guard: Q, *, state: str | None = None, **columns) -> bool:
        if state:
            columns |= {"state": state, "rank": self.RANKS[state]}
        if not Delivery.objects.filter(guard, pk=self.pk, attempt=self.attempt).update(**columns):
            return False
        self.refresh_from_db(fields=list(columns))
        ended = state in self.RECORDED or "attempt" in columns  # a new attempt ends the one before
        if ended:
            for record in steps("DELIVERY_RECORDERS"):
                record(self)
        live.ping(self.account_id, *self.message.topics)
        return True
