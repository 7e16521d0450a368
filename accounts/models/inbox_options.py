from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from helpdesk import live

HOLDS = [(0, "Off"), (5, "5 seconds"), (10, "10 seconds"), (20, "20 seconds"), (30, "30 seconds")]


class InboxOptions(models.Model):
    """How the inbox behaves for everybody (B12). They stand on the account, which every request has read anyway."""

    unread_badge = models.BooleanField("unread conversation notification", default=True)
    round_robin = models.BooleanField("hand out new tickets in turn", default=False)
    open_ticket_cap = models.PositiveSmallIntegerField(
        "open tickets per member, at most",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(1000)],
    )
    away_after_minutes = models.PositiveSmallIntegerField(
        "away after", default=15, validators=[MinValueValidator(1), MaxValueValidator(1440)]
    )
    long_wait_minutes = models.PositiveSmallIntegerField(
        "a long wait is", default=60, validators=[MinValueValidator(1), MaxValueValidator(10080)]
    )
    attribution_window_hours = models.PositiveSmallIntegerField(
        "attribution window in hours",
        default=24,
        db_default=24,
        validators=[MinValueValidator(1), MaxValueValidator(720)],
    )
    undo_send_seconds = models.PositiveSmallIntegerField("undo send", default=0, choices=HOLDS)

    class Meta:
        abstract = True

    def save_options(self, names) -> None:
        """Write those named, as they stand here. Every open browser shows them at once: the badge of the rail, the
        waits on the rows."""
        self.save(update_fields=list(names))
        live.ping(self.pk, "tickets")
