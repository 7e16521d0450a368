from datetime import datetime
from typing import Any

from django.db import models
from django.utils import timezone

from inbox.channels import Refusal
from inbox.models.changing import Changed
from inbox.models.recording import SYSTEM, EventKind


def done_with(at: datetime | None = None) -> dict[str, Any]:
    """Out of My inbox and Unassigned, read, no longer snoozed or waiting."""
    return {
        "closed_at": at or timezone.now(),
        "snoozed_until": None,
        "unread_since": None,
        "waiting_since": None,
    }


class ClosingQuerySet(models.QuerySet):
    def closed(self):
        return self.exclude(closed_at=None)

    def close_all(self, by=SYSTEM, at: datetime | None = None, **data) -> list[Changed]:
        """The queryset leaves out what is closed already; `data` says in the history why."""
        return self.change_all(EventKind.CLOSED, by, data, **done_with(at))

    def reopen_all(self, by=SYSTEM) -> list[Changed]:
        """Those that are closed, but for what must stay closed (C3)."""
        closed = self.closed().select_related("channel")
        may = [ticket.pk for ticket in closed if ticket.may_reopen]
        return self.closed().filter(pk__in=may).change_all(EventKind.REOPENED, by, closed_at=None)


class Closing(models.Model):
    """C1: closed or not. Status is derived from this and from snoozing."""

    closed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None

    @property
    def may_reopen(self) -> bool:
        try:
            self.channel.backend.may_reopen(self)
        except Refusal:
            return False
        return True

    def close(self, by=SYSTEM) -> None:
        if self.change(models.Q(closed_at=None), **done_with()):
            self.record(EventKind.CLOSED, by)
            self.ping()

    def reopen(self, by=SYSTEM) -> None:
        """Back to open. Raises Refusal where the channel's tickets never reopen (C3)."""
        self.channel.backend.may_reopen(self)
        if self.change(models.Q(closed_at__isnull=False), closed_at=None):
            self.record(EventKind.REOPENED, by)
            self.ping()
