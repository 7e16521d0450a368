"""Who is told when sessions move: whoever looks at the people's threads or at the automations' results, and the history
of the people's tickets when somebody comes into an automation or leaves it (H13, C15)."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.utils import timezone

from helpdesk import live
from inbox.models import CUSTOMER, SYSTEM, EventKind, Source, Ticket, TicketEvent


def tell(sessions: Sequence, by=None) -> None:
    """They have moved on, or are over (all of one account). `by`: the member or program that ended them, if one did."""
    if not sessions:
        return
    tickets = _tickets(sessions)
    over = [session for session in sessions if session.ended]
    _record(EventKind.AUTOMATION_ENDED, over, tickets, by or SYSTEM, timezone.now())
    live.ping(
        sessions[0].account_id,
        *sorted({f"automation-{session.automation_id}" for session in sessions}),
        *(f"ticket-{ticket.number}" for ticket in tickets),
    )


def begun(session, by, at: datetime) -> None:
    """By the text of a keyword, unless a member or a program put the person in. `at` stands above the first message."""
    _record(EventKind.AUTOMATION_BEGUN, [session], _tickets([session]), by or CUSTOMER, at)


def _tickets(sessions: Sequence) -> list[Ticket]:
    channels, people = zip(*((session.channel_id, session.profile_id) for session in sessions), strict=True)
    tickets = Ticket.objects.filter(channel__in=set(channels), profile__in=set(people))
    return list(tickets.only("number", "account", "channel", "profile"))


def _record(kind: EventKind, sessions: Sequence, tickets: list[Ticket], by, at: datetime) -> None:
    at_most_one = {(session.profile_id, session.channel_id): session for session in sessions}  # is anybody in
    threads = ((at_most_one.get((each.profile_id, each.channel_id)), each) for each in tickets)
    theirs = [(session, ticket) for session, ticket in threads if session]
    if not theirs:
        return
    ids = {session.automation_id for session, _ in theirs}
    names = dict(Source.objects.filter(automation__in=ids).values_list("automation", "name"))
    TicketEvent.objects.bulk_create(
        TicketEvent(
            account_id=ticket.account_id, ticket=ticket, kind=kind, at=at, actor_kind=by.actor_kind,
            actor_label=by.actor_label, data=dict(_facts(session, names[session.automation_id])),
        )
        for session, ticket in theirs
    )  # fmt: skip


def _facts(session, name: str) -> Iterator[tuple[str, str]]:
    yield "automation", name
    if session.ended:
        yield "how", session.ended
    elif session.keyword:
        yield "keyword", session.keyword
