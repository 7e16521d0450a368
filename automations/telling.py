"""The history of somebody's tickets tells when they come into an automation and how they leave it (H13, C15)."""

from collections import defaultdict

from inbox.models import CUSTOMER, SYSTEM, EventKind, Ticket


def begun(session, by=None) -> None:
    """By the text of a keyword, unless a member or a program put them in."""
    facts = {"keyword": session.keyword} if session.keyword else {}
    _tickets(session).record_all(EventKind.AUTOMATION_BEGUN, by or CUSTOMER, **_name(session), **facts)


def ended(*sessions, by=None) -> None:
    """One statement for all that left the same automation in the same way."""
    alike = defaultdict(list)
    for session in sessions:
        alike[session.automation_id, session.ended].append(session)
    for (_, how), some in alike.items():
        _tickets(*some).record_all(EventKind.AUTOMATION_ENDED, by or SYSTEM, **_name(some[0]), how=how)


def _name(session) -> dict[str, str]:
    return {"automation": session.automation.source.name}


def _tickets(*sessions):
    people = {session.profile_id for session in sessions}
    return Ticket.objects.filter(channel__in={session.channel_id for session in sessions}, profile__in=people)
