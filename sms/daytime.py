"""When texts may arrive (E10): from 8:00 until before 20:00 of the recipient's local time. Of somebody who may be in
several time zones, in all of them at once."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from inbox.channels import NotYet
from profiles import local_time

OPENS, CLOSES = 8, 20  # hours of the day
# Wherever people live, clocks differ by whole quarters of an hour from UTC and are changed at one.
STEP = timedelta(minutes=15)
FURTHEST = timedelta(days=2)


def opens_at(profile, now: datetime) -> datetime | None:
    """When the person may be texted next; None: at `now` already."""
    return next_opening(local_time.zones_of(profile), now)


def next_opening(zones: tuple[str, ...], now: datetime) -> datetime | None:
    """Zones whose days have no hour in common never open together; then the first of them counts."""
    clocks = [ZoneInfo(zone) for zone in zones]
    if is_open(clocks, now):
        return None
    at = now.replace(minute=now.minute // 15 * 15, second=0, microsecond=0)
    while at < now + FURTHEST:
        at += STEP
        if is_open(clocks, at):
            return at
    return next_opening(zones[:1], now)


def is_open(clocks: list[ZoneInfo], at: datetime) -> bool:
    return all(OPENS <= at.astimezone(clock).hour < CLOSES for clock in clocks)


def waits_until(opens_at: datetime, profile) -> NotYet:
    morning = local_time.assumed(profile).words(opens_at)
    return NotYet(opens_at, "outside_hours", f"It is night there. It waits for the morning: {morning}.")
