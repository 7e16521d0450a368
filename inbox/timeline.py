"""The thread as it is read: messages, the ticket's history between them, and a mark for each day."""

from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby

from django.utils import timezone

from inbox import bubbles
from inbox.bubbles import Bubble
from inbox.models import Ticket, TicketEvent

PAGE = 50
RECENT = 20


@dataclass(frozen=True)
class Entry:
    at: datetime
    message: Bubble | None = None
    event: TicketEvent | None = None
    day: date | None = None

    @property
    def order(self) -> str:
        """Digits that sort like the thread and never change for an entry: where a live update puts it."""
        moment = int(self.at.timestamp() * 1_000_000)
        # What a message caused happened in its transaction and bears its time: it stands above the message.
        rank = 2 if self.message else 1 if self.event else 0
        row = self.message or self.event
        return f"{moment:017d}{rank}{row.id if row else 0:012d}"

    @property
    def kind(self) -> str:
        return "message" if self.message else "event" if self.event else "day"

    @property
    def template(self) -> str:
        return f"inbox/events/_{self.event.kind}.html" if self.event else ""


def thread(
    ticket: Ticket, zone, count: int = PAGE, before: int | None = None
) -> tuple[list[Entry], int | None]:
    """The last `count` messages (C7), those before a message's id when given, with what happened in between; and the
    id before which older messages stand, or None."""
    messages = bubbles.newest(ticket.thread(), count + 1, before)
    more = len(messages) > count
    messages = messages[-count:]
    entries = [Entry(message.created_at, message=message) for message in messages]
    entries += [Entry(event.at, event=event) for event in _events(ticket, messages, more, before)]
    entries.sort(key=lambda entry: entry.order)
    return _with_days(entries, zone), messages[0].id if more else None


def _events(ticket: Ticket, messages: list[Bubble], more: bool, before: int | None):
    events = ticket.events.all()
    if more:
        events = events.filter(at__gte=messages[0].created_at)
    if before is not None and messages:
        newer = ticket.thread().filter(id__gte=before).order_by("id").values("created_at")[:1]
        events = events.filter(at__lt=newer)
    return events.order_by("-at", "-id")[:200]


def _with_days(entries: list[Entry], zone) -> list[Entry]:
    """A day mark wherever the agent's calendar turns a page, the first entry included."""
    marked: list[Entry] = []
    for day, of_day in groupby(entries, lambda entry: timezone.localtime(entry.at, zone).date()):
        marked += [Entry(datetime.combine(day, time.min, tzinfo=zone), day=day), *of_day]
    return marked
