"""When an answer is to be sent (C18): the choices of the menu, and a time of the agent's own, in the agent's zone."""

from datetime import datetime, timedelta

from django.utils import timezone

from inbox import snoozes
from inbox.snoozes import MORNING, Choice

HOUR = timedelta(hours=1)
OWN = "own"
NOW = "now"


def choices(zone, now: datetime | None = None) -> list[Choice]:
    """On a Sunday tomorrow is Monday, which is then offered once."""
    now = now or timezone.now()
    today = timezone.localtime(now, zone).date()
    to_monday = 7 - today.weekday()

    def morning(days: int) -> datetime:
        return datetime.combine(today + timedelta(days=days), MORNING, tzinfo=zone)

    offered = [
        Choice("hour", "In 1 hour", timezone.localtime(now + HOUR, zone)),
        Choice("tomorrow", "Tomorrow", morning(1)),
    ]
    return offered if to_monday == 1 else [*offered, Choice("monday", "Monday", morning(to_monday))]


def chosen(form, zone) -> datetime | None:
    """What a form asks for: a choice's key, or `own` with a date and a time in `at`; None: at once. A time that was
    confirmed although it is outside of hours stands in `confirm_hours`. Raises ValidationError."""
    key = form.get("send_at") or form.get("confirm_hours", "").removeprefix(NOW)
    for choice in choices(zone):
        if choice.key == key:
            return choice.at
    return snoozes.moment(form.get("at", "") if key == OWN else key, zone) if key else None
