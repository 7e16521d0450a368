from datetime import datetime, timedelta

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from helpdesk.spans import DAY
from inbox import variables


class AutoClosing(models.Model):
    """D2: a channel's tickets close by themselves after a while without activity. Off by default."""

    auto_close = models.BooleanField("close tickets by itself", default=False)
    auto_close_minutes = models.PositiveIntegerField(
        "after", default=3 * DAY, validators=[MinValueValidator(5), MaxValueValidator(365 * DAY)]
    )
    auto_close_waiting = models.BooleanField("also those that wait for an answer", default=False)
    closing_message = models.CharField(max_length=480, blank=True, validators=[variables.check])

    class Meta:
        abstract = True

    def idle(self, now: datetime):
        """Its open tickets that have seen no activity for the set time; unless so configured, none that waits for an
        agent's answer."""
        idle = self.tickets.open().filter(
            last_activity_at__lte=now - timedelta(minutes=self.auto_close_minutes)
        )
        return idle if self.auto_close_waiting else idle.filter(waiting_since=None)
