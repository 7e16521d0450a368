from datetime import datetime

from inbox.models import EventKind
from profiles.models import Profile


def record(profile: Profile, by, kind: str, given: bool, source: str, at: datetime | None = None) -> None:
    """A person's word on being texted that reached us by another way than a text (E4, E10). The tickets whose composer
    it opens or greys say so in their history."""
    if given:
        profile.give_consent(kind, source, at)
    else:
        profile.withdraw_consent(source, at)
    event = EventKind.CONSENT_GIVEN if given else EventKind.CONSENT_WITHDRAWN
    for ticket in profile.tickets.filter(channel__kind="sms"):
        ticket.record(event, by, consent=kind, source=source)
        ticket.ping()
