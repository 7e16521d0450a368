"""What blocking a person means for their tickets (K3): the open ones close, later messages are kept and come to
nothing, and unblocking puts back what the block took away."""

from datetime import datetime

from django.db.models import Q
from django.utils.dateparse import parse_datetime

from helpdesk import live
from inbox.channels import Refusal, steps
from inbox.models import EventKind, Message, Ticket
from profiles.models import Profile

# What closing takes from a ticket, kept in the event so that unblocking can give it back.
TAKEN = ("snoozed_until", "unread_since", "waiting_since")


def block(profile: Profile, by, reason: str = "") -> None:
    """Nothing of theirs notifies, reopens, wakes or makes a ticket from now on, and nothing is sent to them; keywords
    such as STOP still work. A text that is being received at this moment is applied before or after, never half."""
    at = profile.block(by, reason)
    if at is None:
        return
    tickets = profile.tickets.all()
    tickets.record_all(EventKind.BLOCKED, by, reason=reason)
    for ticket in tickets.filter(closed_at=None):
        _close(ticket, at, by)
    for step in steps("BLOCKING_STEPS"):
        step(profile)
    _tell(profile)


def unblock(profile: Profile, by) -> None:
    """Their messages count again, and the tickets that the block closed are as they were, unless somebody reopened them
    meanwhile or their channel never reopens one (C3). A snooze whose time has passed ends at once."""
    since = profile.unblock(by)
    if since is None:
        return
    profile.tickets.all().record_all(EventKind.UNBLOCKED, by)
    # The block closed them at its own moment, to the microsecond: what was closed at another is not the block's.
    for ticket in profile.tickets.filter(closed_at=since).select_related("channel"):
        _reopen(ticket, by)
    _tell(profile)


def set_aside(message: Message) -> bool:
    """The step after compliance keywords: what a blocked person writes is in the thread, and that is all."""
    if not message.profile.is_blocked:
        return False
    thread_key = message.channel.backend.thread_key(message)
    message.ticket = message.channel.tickets.filter(thread_key=thread_key).first()
    if message.ticket:
        message.save(update_fields=["ticket"])
        live.ping(message.account_id, *message.topics)
    return True


def _close(ticket: Ticket, at: datetime, by) -> None:
    taken = {name: value.isoformat() for name in TAKEN if (value := getattr(ticket, name))}
    if ticket.change(Q(closed_at=None), closed_at=at, **dict.fromkeys(TAKEN)):
        ticket.record(EventKind.CLOSED, by, because="blocked", **taken)


def _reopen(ticket: Ticket, by) -> None:
    try:
        ticket.channel.backend.may_reopen(ticket)
    except Refusal:
        return
    closing = ticket.events.filter(kind=EventKind.CLOSED).latest("id")
    taken = {name: parse_datetime(closing.data[name]) for name in TAKEN if name in closing.data}
    if ticket.change(Q(closed_at=ticket.closed_at), closed_at=None, **taken):
        ticket.record(EventKind.REOPENED, by, because="unblocked")


def _tell(profile: Profile) -> None:
    numbers = profile.tickets.values_list("number", flat=True)
    live.ping(profile.account_id, *(f"ticket-{number}" for number in numbers), "tickets")
