"""What the steps of a flow need to know of a person: their clock, and from when on they may be texted (E10)."""

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from campaigns.models import Flow
from campaigns.steps import Condition
from campaigns.walking import Circumstances
from profiles import local_time
from profiles.models import Profile
from sms import daytime

ASKED_AGAIN = timedelta(minutes=10)


def circumstances(flow: Flow, person: Profile, fits: Callable[[Condition], bool]) -> Circumstances:
    """Of several zones in which they may be, a time of day is by the first."""
    zone = ZoneInfo(local_time.zones_of(person)[0])
    return Circumstances(zone, lambda now: opens_at(flow, person, now), fits)


def opens_at(flow: Flow, person: Profile, now: datetime) -> datetime | None:
    """When they may be texted; None: now. While it is open whether they opted out (E3), no marketing leaves."""
    if person.is_doubted and flow.is_marketing:
        return now + ASKED_AGAIN
    return daytime.opens_at(person, now)
