"""How a campaign goes from draft to sent, and how people hold it. Each step is one conditional UPDATE: whoever comes
second changes nothing."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from campaigns import checking
from helpdesk import live
from helpdesk.celery import later
from inbox.channels import Refusal
from inbox.models import Delivery, Ticket
from inbox.models.scheduling import checked

PAUSED = "The campaign is paused."
CANCELLED = Refusal("cancelled", "Cancelled", "The campaign was cancelled before this was sent.")


class SteeringQuerySet(models.QuerySet):
    def due(self):
        return self.filter(state="scheduled", scheduled_at__lte=timezone.now())

    def hold(self, pk: int, state: str):
        """Locked, where it is in this state and in nobody else's hands."""
        free = self.select_for_update(skip_locked=True, no_key=True, of=("self",))
        return free.for_display().filter(pk=pk, state=state).first()


class Steering(models.Model):
    class Meta:
        abstract = True

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_over(self) -> bool:
        return self.state in (self.State.SENT, self.State.CANCELLED)

    @property
    def may_be_cancelled(self) -> bool:
        return not self.is_draft and not self.is_over

    @property
    def may_be_paused(self) -> bool:
        return self.state in (self.State.PREPARING, self.State.SENDING)

    @property
    def begins_at(self) -> datetime | None:
        """By the account's clock."""
        return self.scheduled_at and timezone.localtime(self.scheduled_at, self.account.zone)

    @property
    def topic(self) -> str:
        return f"campaign-{self.pk}"

    def send(self, by, at: datetime | None = None, edition: str = "") -> None:
        """Begin, or wait until `at`. The same again changes nothing. `edition`: of what was looked at before. Raises
        ValidationError with all that is in the way, and Refusal when it is past that."""
        self.lock()
        if edition and self.is_draft and edition != self.edition:
            raise ValidationError("Somebody has changed it since you looked at it. This is how it is now.")
        if at is not None:
            checked(at)
        if problems := checking.problems(self):
            raise ValidationError(problems)
        state = self.State.SCHEDULED if at else self.State.PREPARING
        began: dict[str, Any] = {} if at else {"started_at": timezone.now()}
        began["segment_name"] = self.segment.name if self.segment else ""
        before = Q(state__in=[self.State.DRAFT, self.State.SCHEDULED])
        if self._move(before, state=state, scheduled_at=at, begun_by=by.actor_label[:120], **began):
            self._work()
        elif self.state in (self.State.PAUSED, self.State.CANCELLED):
            raise self._too_late()

    def unschedule(self) -> None:
        """A draft again. Raises Refusal when it has begun."""
        if not self._move(Q(state=self.State.SCHEDULED), state=self.State.DRAFT) and not self.is_draft:
            raise self._too_late()

    def begin(self) -> None:
        """Its time has come. What stands in the way by now pauses it, for people to see."""
        problems = checking.problems(self)
        due = Q(state=self.State.SCHEDULED, scheduled_at__lte=timezone.now())
        if self._move(due, state=self.State.PREPARING, started_at=timezone.now()):
            if problems:
                self.pause(" ".join(problems))
            self._work()

    def pause(self, reason: str = "") -> None:
        """Nothing more of it leaves until it goes on. `reason`: why, when nobody did it. Raises Refusal."""
        under_way = Q(state__in=[self.State.PREPARING, self.State.SENDING])
        paused = self._move(under_way, state=self.State.PAUSED, reason=reason[:300])
        if not paused and self.state != self.State.PAUSED:
            raise self._too_late()

    def resume(self) -> None:
        """Go on where it stopped. Raises Refusal when it is over."""
        onward = self.State.SENDING if self.prepared_at else self.State.PREPARING
        if self._move(Q(state=self.State.PAUSED), state=onward, reason=""):
            self._queued().filter(reason=PAUSED).update(due_at=timezone.now(), reason="")
            self._work()
        elif not self.may_be_paused:
            raise self._too_late()

    def cancel(self) -> None:
        """For good: what has not been handed to the provider never is. Raises Refusal when it is over or a draft."""
        before = ~Q(state__in=[self.State.DRAFT, self.State.SENT, self.State.CANCELLED])
        if self._move(before, state=self.State.CANCELLED, reason="", ended_at=timezone.now()):
            self._drop_queued()
        elif self.state != self.State.CANCELLED:
            raise self._too_late()

    def finish(self) -> None:
        self._move(Q(state=self.State.SENDING), state=self.State.SENT, ended_at=timezone.now())

    def _queued(self):
        """Deliveries that no worker has in hand, locked. What one has in hand is never waited for: it may be waiting
        for this campaign."""
        queued = Delivery.objects.filter(message__source=self.source_id, state=Delivery.State.QUEUED)
        ids = list(queued.select_for_update(skip_locked=True, of=("self",)).values_list("pk", flat=True))
        return Delivery.objects.filter(pk__in=ids, state=Delivery.State.QUEUED)

    def _drop_queued(self) -> None:
        dropped = self._queued()
        people = list(dropped.values_list("message__profile", flat=True))
        dropped.update(
            state=Delivery.State.FAILED,
            rank=Delivery.RANKS["failed"],
            error_code=CANCELLED.code,
            reason=CANCELLED.text,
            ended_at=timezone.now(),
        )
        numbers = Ticket.objects.filter(account=self.account_id, profile__in=people).values_list(
            "number", flat=True
        )
        live.ping(self.account_id, *(f"ticket-{number}" for number in numbers))

    def _work(self) -> None:
        if self.state == self.State.PREPARING:
            later("campaigns.tasks.prepare", self.account_id, self.pk)

    def _move(self, guard: Q, **columns) -> bool:
        """Whether it was as the guard says. It then stands here as it is, whoever changed it."""
        moved = type(self).objects.filter(guard, pk=self.pk).update(**columns)
        self.refresh_from_db(fields=["state", "prepared_at", *columns])
        live.ping(self.account_id, self.topic)
        return bool(moved)

    def _too_late(self) -> Refusal:
        words = {"draft": "has not begun", "sent": "was sent already", "cancelled": "was cancelled"}
        said = words.get(self.state, f"is {self.get_state_display().lower()}")
        return Refusal("campaign_state", "Not now", f"“{self.name}” {said}.")
