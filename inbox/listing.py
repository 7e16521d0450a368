"""The inbox's views (B2): what each one holds, and a page of it by keyset, never by OFFSET."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.http import Http404
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from inbox import counting, rows

PAGE = 50


@dataclass(frozen=True)
class View:
    key: str
    label: str
    hotkey: str
    empty: str
    hint: str
    tickets: Callable  # (request) -> TicketQuerySet

    @property
    def url(self) -> str:
        return reverse("inbox:list", args=[self.key])


VIEWS = {
    view.key: view
    for view in (
        View(
            "mine",
            "My inbox",
            "i",
            "Nothing waits for you",
            "Take a ticket from Unassigned, or enjoy the quiet.",
            lambda request: request.account.tickets.mine(request.membership),
        ),
        View(
            "unassigned",
            "Unassigned",
            "u",
            "Everything has an owner",
            "New conversations appear here by themselves.",
            lambda request: request.account.tickets.unassigned(),
        ),
        View(
            "all",
            "All tickets",
            "a",
            "No conversations yet",
            "When a customer texts your number, the conversation appears here.",
            lambda request: request.account.tickets.all(),
        ),
    )
}


@dataclass(frozen=True)
class Listed:
    """A view as the page shows it."""

    view: View
    count_label: str
    current: bool

    @property
    def key(self) -> str:
        return self.view.key

    @property
    def label(self) -> str:
        return self.view.label

    @property
    def hotkey(self) -> str:
        return self.view.hotkey

    @property
    def url(self) -> str:
        return self.view.url


def view_named(key: str) -> View:
    try:
        return VIEWS[key]
    except KeyError:
        raise Http404 from None


def listed(request, current: View) -> list[Listed]:
    counts = counting.counts(request)
    return [
        Listed(view, counting.told(getattr(counts, view.key, None)), view == current)
        for view in VIEWS.values()
    ]


def page(request, view: View, open_number: int | None = None) -> tuple[list[SafeString], str]:
    """The rows of the tickets after the cursor in the URL, newest activity first, and the address of the next page
    or ''."""
    tickets = view.tickets(request).order_by("-last_activity_at", "-id")
    if cursor := request.GET.get("after"):
        at, pk = read_cursor(cursor)
        tickets = tickets.filter(
            Q(last_activity_at__lt=at) | Q(last_activity_at=at, id__lt=pk), last_activity_at__lte=at
        )
    found = rows.read(tickets[: PAGE + 1])
    place = rows.Place(
        reverse("inbox:ticket", args=[0]).removesuffix("0/"), f"/?view={view.key}", request.zone
    )
    shown = [rows.markup(row, place, row.number == open_number) for row in found[:PAGE]]
    if len(found) <= PAGE:
        return shown, ""
    query = urlencode({"after": make_cursor(found[PAGE - 1])})
    return shown, f"{view.url}?{query}"


def make_cursor(row: rows.Row) -> str:
    return f"{row.last_activity_at.isoformat()}_{row.id}"


def read_cursor(cursor: str) -> tuple[datetime, int]:
    at, _, pk = cursor.partition("_")
    try:
        return datetime.fromisoformat(at), int(pk)
    except ValueError:
        raise Http404 from None
