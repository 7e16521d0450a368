from django.db import models
from django.utils import timezone

from inbox.models.recording import SYSTEM, EventKind


class ClosingQuerySet(models.QuerySet):
    def closed(self):
        return self.exclude(closed_at=None)


class Closing(models.Model):
    """C1: closed or not. Status is derived from this and from snoozing."""

    closed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None

    def close(self, by=SYSTEM) -> None:
        """Done with it: out of My inbox and Unassigned, read, no longer snoozed or waiting."""
        changed = self.change(
            models.Q(closed_at=None),
            closed_at=timezone.now(),
            snoozed_until=None,
            unread_since=None,
            waiting_since=None,
        )
        if changed:
            self.record(EventKind.CLOSED, by)
            self.ping()

    def reopen(self, by=SYSTEM) -> None:
        """Back to open. Raises Refusal where the channel's tickets never reopen (C3)."""
        self.channel.backend.may_reopen(self)
        if self.change(models.Q(closed_at__isnull=False), closed_at=None):
            self.record(EventKind.REOPENED, by)
            self.ping()
