"""The thread as it is read: messages, the team's notes and the ticket's history between them, a mark for each day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Value
from django.db.models.functions import Coalesce, JSONObject, NullIf
from django.utils import timezone

from inbox import bubbles
from inbox.bubbles import Bubble
from inbox.models import Mention, Picture, Ticket
from inbox.notes import NoteBubble
from inbox.waiting import WaitingReply

PAGE = 50
RECENT = 20
MOST_EVENTS = 200
LAST = 10**30  # above every order
NOTE, WAITING = "note", "waiting"


class Event(NamedTuple):
    """A line of the history, by the names of TicketEvent."""

    id: int
    kind: str
    at: datetime
    actor_kind: str
    actor_label: str
    data: dict[str, Any]


@dataclass(frozen=True)
class Entry:
    at: datetime
    message: Bubble | None = None
    note: NoteBubble | None = None
    event: Event | None = None
    waiting: WaitingReply | None = None
    day: date | None = None

    @property
    def order(self) -> str:
        """Digits that sort like the thread and never change for an entry: where a live update puts it."""
        if self.waiting:  # after all that has happened, whatever its time
            return f"05{digits(self.at)[1:]}{self.waiting.id:012d}"
        # What a message caused happened in its transaction and bears its time: it stands above the message.
        rank = 3 if self.note else 2 if self.message else 1 if self.event else 0
        row = self.message or self.note or self.event
        return f"{digits(self.at)}{rank}{row.id if row else 0:012d}"

    @property
    def order_back(self) -> str:
        """The same for a list that begins with the newest."""
        return str(LAST - int(self.order))

    @property
    def kind(self) -> str:
        return "message" if self.message else "note" if self.note else "event" if self.event else "day"

    @property
    def template(self) -> str:
        return f"inbox/events/_{self.event.kind}.html" if self.event else ""


def digits(at: datetime) -> str:
    return f"{int(at.timestamp() * 1_000_000):017d}"


def thread(
    ticket: Ticket, zone, count: int = PAGE, before: int | None = None
) -> tuple[list[Entry], int | None]:
    """The last `count` messages (C7), those before a message's id when given, with what happened in between; and the
    id before which older messages stand, or None."""
    messages = bubbles.newest(ticket.thread(), count + 1, before)
    more = len(messages) > count
    messages = messages[-count:]
    entries = [Entry(message.created_at, message=message) for message in messages]
    entries += _between(ticket, messages, more, before)
    entries.sort(key=lambda entry: entry.order)
    waiting = [entry for entry in entries if entry.waiting]
    happened = entries[: len(entries) - len(waiting)]
    return _with_days(happened, zone) + waiting, messages[0].id if more else None


def span(entries: list[Entry], now: datetime) -> tuple[str, str] | None:
    """From which place to which these are all that there is: what a page shows between them beyond these is gone."""
    shown = [entry for entry in entries if not entry.day and not entry.waiting]
    return (shown[0].order, digits(now) + "9" * 13) if shown else None


def newest(entries: list[Entry]) -> int | None:
    """The id of the last message."""
    return next((entry.message.id for entry in reversed(entries) if entry.message), None)


def _between(ticket: Ticket, messages: list[Bubble], more: bool, before: int | None) -> Iterator[Entry]:
    """Notes and history of the time in which these messages came, and below the newest what waits to be sent (C18); by
    one statement. Of the history only the newest; no note is ever left out."""
    notes, events = ticket.notes.all(), ticket.events.all()
    if more:
        since = messages[0].created_at
        notes, events = notes.filter(created_at__gte=since), events.filter(at__gte=since)
    if before is not None and messages:
        newer = ticket.thread().filter(id__gte=before).order_by("id").values("created_at")[:1]
        notes, events = notes.filter(created_at__lt=newer), events.filter(at__lt=newer)
    newest = events.order_by("-at", "-id").values_list(*Event._fields)[:MOST_EVENTS]
    waiting = ticket.scheduled_replies.all() if before is None else ticket.scheduled_replies.none()
    for values in newest.union(_as_events(notes), _waiting_as_events(waiting), all=True):
        event = Event._make(values)
        if event.kind == NOTE:
            yield Entry(event.at, note=_note(event))
        elif event.kind == WAITING:
            yield Entry(event.at, waiting=_waiting(event))
        else:
            yield Entry(event.at, event=event)


def _as_events(notes):
    """Their columns as those of Event, for the sake of one statement."""
    calls = Mention.objects.filter(note=OuterRef("pk")).order_by("id").values("words")
    name = Coalesce(NullIf("author__user__name", Value("")), "author_label")
    data = JSONObject(body="body", author_id="author_id", edited_at="edited_at", calls=ArraySubquery(calls))
    return notes.order_by().values_list("id", Value(NOTE), "created_at", Value(""), name, data)


def _waiting_as_events(replies):
    pictures = Picture.objects.filter(scheduled=OuterRef("pk")).order_by("id").values("pk")
    name = Coalesce(NullIf("author__user__name", Value("")), "author_label")
    data = JSONObject(
        kind="kind", body="body", then="then", client_id="client_id", refusal="refusal",
        author_id="author_id", pictures=ArraySubquery(pictures),
    )  # fmt: skip
    return replies.order_by().values_list("id", Value(WAITING), "send_at", Value(""), name, data)


def _waiting(event: Event) -> WaitingReply:
    return WaitingReply(id=event.id, send_at=event.at, author=event.actor_label, **event.data)


def _note(event: Event) -> NoteBubble:
    calls = tuple(event.data.pop("calls"))
    return NoteBubble(id=event.id, created_at=event.at, author=event.actor_label, calls=calls, **event.data)


def _with_days(entries: list[Entry], zone) -> list[Entry]:
    """A day mark wherever the agent's calendar turns a page, the first entry included."""
    marked: list[Entry] = []
    for day, of_day in groupby(entries, lambda entry: timezone.localtime(entry.at, zone).date()):
        marked += [Entry(datetime.combine(day, time.min, tzinfo=zone), day=day), *of_day]
    return marked
