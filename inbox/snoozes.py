"""When a ticket comes back (C2): the choices of the menu, and a time of the agent's own, in the agent's zone."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_datetime

MORNING = time(9)
LATER = timedelta(hours=3)


@dataclass(frozen=True)
class Choice:
    key: str
    label: str
    at: datetime


def choices(zone, now: datetime | None = None) -> list[Choice]:
    """In the evening "later today" would be tomorrow, so it is left out."""
    now = now or timezone.now()
    today, later = timezone.localtime(now, zone).date(), timezone.localtime(now + LATER, zone)

    def morning(days: int) -> datetime:
        return datetime.combine(today + timedelta(days=days), MORNING, tzinfo=zone)

    offered = [Choice("tomorrow", "Tomorrow", morning(1)), Choice("week", "In a week", morning(7))]
    return [Choice("later", "Later today", later), *offered] if later.date() == today else offered


def preset(key: str, zone, now: datetime | None = None) -> datetime:
    """When a choice comes back; in the evening "later today" is tomorrow."""
    offered = {choice.key: choice.at for choice in choices(zone, now)}
    return offered.get(key) or offered["tomorrow"]


def until(chosen: str, zone) -> datetime:
    """A choice's key, or a date and time as the browser's own field writes it. Raises ValidationError."""
    for choice in choices(zone):
        if choice.key == chosen:
            return choice.at
    return moment(chosen, zone)


def moment(written: str, zone) -> datetime:
    """A date and time as the browser's own field writes it. Raises ValidationError."""
    try:
        at = parse_datetime(written)
    except ValueError:
        at = None
    if at is None:
        raise ValidationError("Choose a date and a time.", code="invalid")
    return at if timezone.is_aware(at) else at.replace(tzinfo=zone)
