"""What the overview panel tells besides the ticket and its person (C8)."""

from typing import NamedTuple

from django.db.models import Count, Q, QuerySet, Window

from inbox.models import Ticket, TicketEvent
from inbox.timeline import Entry, Event

CONSENTS = 10
OTHERS = 5
EVENTS = 30


class Overview(NamedTuple):
    """`others`: the person's latest tickets besides this one; of all, this one included, there are `in_all`."""

    consents: QuerySet
    others: list[Ticket]
    in_all: int


def overview(ticket: Ticket) -> Overview:
    tickets = ticket.profile.tickets.select_related("channel").order_by("-last_activity_at", "-id")
    latest = tickets.annotate(in_all=Window(Count("*")))[: OTHERS + 1]
    in_all = max((each.in_all for each in latest), default=0)
    others: list[Ticket] = [each for each in latest if each != ticket]
    return Overview(ticket.profile.consents.all()[:CONSENTS], others[:OTHERS], in_all)


def history(ticket: Ticket, before: TicketEvent | None = None) -> tuple[list[Entry], int | None]:
    """A page of what happened to the ticket (C15), newest first, and the id of the event before which there is more."""
    events = ticket.events.order_by("-at", "-id")
    if before:
        events = events.filter(Q(at__lt=before.at) | Q(at=before.at, id__lt=before.pk), at__lte=before.at)
    rows = [Event._make(values) for values in events.values_list(*Event._fields)[: EVENTS + 1]]
    entries = [Entry(event.at, event=event) for event in rows[:EVENTS]]
    return entries, rows[EVENTS - 1].id if len(rows) > EVENTS else None
