"""How far a campaign is, in numbers that add up: waiting + skipped + on their way + sent + failed = everybody meant."""

from dataclasses import dataclass, field
from datetime import datetime
from math import ceil

from django.db import models
from django.db.models import Count, Min
from django.utils import timezone

from campaigns.models.recipient import Recipient
from helpdesk import spans
from inbox.models import Delivery

STATES = Delivery.State


@dataclass(frozen=True)
class Progress:
    total: int
    waiting: int
    by_delivery: dict[str, int]
    skipped: dict[str, int]
    per_second: int = 0
    seconds_left: int | None = None
    next_at: datetime | None = field(default=None)

    @property
    def sent(self) -> int:
        return sum(self.by_delivery.get(state, 0) for state in (STATES.SENT, STATES.DELIVERED))

    @property
    def delivered(self) -> int:
        return self.by_delivery.get(STATES.DELIVERED, 0)

    @property
    def failed(self) -> int:
        return self.by_delivery.get(STATES.FAILED, 0)

    @property
    def unknown(self) -> int:
        return self.by_delivery.get(STATES.UNKNOWN, 0)

    @property
    def under_way(self) -> int:
        return sum(self.by_delivery.get(state, 0) for state in (STATES.QUEUED, STATES.SENDING))

    @property
    def skipped_in_all(self) -> int:
        return sum(self.skipped.values())

    @property
    def reasons(self) -> list[tuple[str, int]]:
        return [(str(Recipient.Reason(reason).label), number) for reason, number in self.skipped.items()]

    @property
    def time_left(self) -> str:
        """In words, roughly."""
        minutes = ceil((self.seconds_left or 0) / 60)
        if minutes <= 1:
            return "less than a minute"
        return f"about {spans.told(minutes if minutes < 60 else ceil(minutes / 60) * 60)}"

    @property
    def done(self) -> int:
        """Those for whom nothing more is to be done."""
        return self.total - self.waiting - self.under_way


class Counting(models.Model):
    class Meta:
        abstract = True

    @property
    def waiting(self) -> int:
        return self.total - self.skipped - self.queued

    def progress(self) -> Progress:
        handed = Delivery.objects.filter(message__source=self.source_id).order_by().values_list("state")
        skipped = self.recipients.filter(state=Recipient.State.SKIPPED).order_by().values_list("reason")
        rate, left, next_at = self._outlook()
        return Progress(
            total=self.total,
            waiting=self.waiting,
            by_delivery=dict(handed.annotate(n=Count("pk"))),
            skipped=dict(skipped.annotate(n=Count("pk")).order_by("-n")) if self.skipped else {},
            per_second=rate,
            seconds_left=left,
            next_at=next_at,
        )

    def _outlook(self) -> tuple[int, int | None, datetime | None]:
        """Texts per second of the numbers that still have people to text, how many seconds that takes if nobody sleeps,
        and when the next of those who do may be texted, where nobody else waits."""
        if self.state != self.State.SENDING or not self.waiting:
            return 0, None, None
        rows = self.recipients.waiting().values("number__texts_per_second", "number")
        numbers = list(rows.annotate(n=Count("pk"), first=Min("due_at")).order_by())
        rates = [(row["n"], row["number__texts_per_second"] or 1, row["first"]) for row in numbers]
        first = min((first for _, _, first in rates), default=None)
        asleep = first if first and first > timezone.now() else None
        left = max((int(n / rate) + 1 for n, rate, _ in rates), default=0)
        return sum(rate for _, rate, _ in rates), left, asleep
