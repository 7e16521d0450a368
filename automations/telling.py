"""The history of somebody's tickets tells when they come into an automation and how they leave it (H13, C15)."""

from inbox.models import CUSTOMER, SYSTEM, EventKind, Ticket


def begun(session, by=None) -> None:
    """By the text of a keyword, unless a member or a program put them in."""
    facts = {"keyword": session.keyword} if session.keyword else {}
    _tickets(session).record_all(EventKind.AUTOMATION_BEGUN, by or CUSTOMER, **_name(session), **facts)


def ended(session, by=None) -> None:
    _tickets(session).record_all(
        EventKind.AUTOMATION_ENDED, by or SYSTEM, **_name(session), how=session.ended
    )


def _name(session) -> dict[str, str]:
    return {"automation": session.automation.source.name}


def _tickets(session):
    return Ticket.objects.filter(channel=session.channel_id, profile=session.profile_id)
