import json
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from inbox.models.changing import Changed
from inbox.models.recording import SYSTEM, EventKind

FURTHEST = timedelta(days=730)


def check(until: datetime) -> None:
    """Raises ValidationError when `until` is not in the future, or further away than two years."""
    now = timezone.now()
    if until <= now:
        raise ValidationError("Choose a time in the future.", code="past")
    if until > now + FURTHEST:
        raise ValidationError("Choose a time within the next two years.", code="too_far")


class SnoozingQuerySet(models.QuerySet):
    def open(self):
        return self.filter(closed_at=None, snoozed_until=None)

    def snoozed(self):
        return self.exclude(snoozed_until=None)

    def wake_due(self, at: datetime, most: int) -> list[Changed]:
        """Up to `most` whose time has come, the longest overdue first: open, unread and on top. What another sweeper
        has in its hands is left to it; a snooze that was moved or ended meanwhile no longer fits."""
        due = self.filter(snoozed_until__lte=at, closed_at=None).order_by("snoozed_until")
        free = due.select_for_update(skip_locked=True, no_key=True, of=("self",))[:most]
        return free.change_all(EventKind.WOKEN, snoozed_until=None, unread_since=at, last_activity_at=at)

    def snooze_all(self, until: datetime, by=SYSTEM) -> list[Changed]:
        """Closed ones are reopened for it; what must stay closed (C3) is left alone. `until` has been checked."""
        reopened = {row.id: row.before for row in self.reopen_all(by)}
        columns = {"closed_at": None, "snoozed_until": until, "unread_since": None}
        asleep = self.filter(closed_at=None).change_all(
            EventKind.SNOOZED, by, {"until": until.isoformat()}, **columns
        )
        return [
            row._replace(former=json.dumps(row.before | reopened[row.id])) if row.id in reopened else row
            for row in asleep
        ]


class Snoozing(models.Model):
    """C2: hidden until a time, then back: open, unread and on top."""

    snoozed_until = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True

    def snooze(self, until: datetime, by=SYSTEM) -> None:
        """Raises ValidationError (`check`), and Refusal where it is closed and must stay so."""
        check(until)
        self.reopen(by)
        if self.change(models.Q(closed_at=None), snoozed_until=until, unread_since=None):
            self.record(EventKind.SNOOZED, by, until=until.isoformat())
            self.ping()

    def wake(self, by=SYSTEM) -> None:
        """Before time, by hand."""
        if self.change(models.Q(snoozed_until__isnull=False), snoozed_until=None):
            self.record(EventKind.WOKEN, by)
            self.ping()
