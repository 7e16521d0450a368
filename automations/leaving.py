"""What ends a session from outside, at once and without a word (H9)."""

from automations.models import Ended, Session
from profiles.models import Metric, Profile, ProfileEvent


def follow(event: ProfileEvent) -> None:
    if event.metric == Metric.UNSUBSCRIBED:
        Session.objects.filter(profile=event.profile_id).end_all(Ended.OPTED_OUT)


def leave_blocked(person: Profile) -> None:
    """Also where the block is lifted later (K3)."""
    Session.objects.filter(profile=person).end_all(Ended.BLOCKED)
