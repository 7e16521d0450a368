"""The inbox's views (B2): what each one holds, and a page of it by keyset, never by OFFSET."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.http import Http404
from django.urls import reverse
from django.utils.http import urlencode

PAGE = 50
COUNTED = 1000  # counting stops here: "1,000+" says as much, and a count stays cheap at any size


@dataclass(frozen=True)
class View:
    key: str
    label: str
    hotkey: str
    empty: str
    hint: str
    tickets: Callable  # (request) -> TicketQuerySet
    counted: bool = True

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
            counted=False,
        ),
    )
}


@dataclass(frozen=True)
class Listed:
    """A view as the page shows it."""

    view: View
    count: int | None
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

    @property
    def count_label(self) -> str:
        return "" if self.count is None else f"{COUNTED:,}+" if self.count > COUNTED else f"{self.count:,}"


def view_named(key: str) -> View:
    try:
        return VIEWS[key]
    except KeyError:
        raise Http404 from None


def listed(request, current: View) -> list[Listed]:
    return [
        Listed(view, capped_count(view.tickets(request)) if view.counted else None, view == current)
        for view in VIEWS.values()
    ]


def capped_count(tickets) -> int:
    return tickets.order_by()[: COUNTED + 1].count()


def page(request, view: View) -> tuple[list, str]:
    """The tickets after the cursor in the URL, newest activity first, and the address of the next page or ''."""
    tickets = view.tickets(request).for_display().order_by("-last_activity_at", "-id")
    if cursor := request.GET.get("after"):
        at, pk = read_cursor(cursor)
        tickets = tickets.filter(
            Q(last_activity_at__lt=at) | Q(last_activity_at=at, id__lt=pk), last_activity_at__lte=at
        )
    rows = list(tickets[: PAGE + 1])
    if len(rows) <= PAGE:
        return rows, ""
    query = urlencode({"after": make_cursor(rows[PAGE - 1])})
    return rows[:PAGE], f"{reverse('inbox:list', args=[view.key])}?{query}"


def make_cursor(ticket) -> str:
    return f"{ticket.last_activity_at.isoformat()}_{ticket.pk}"


def read_cursor(cursor: str) -> tuple[datetime, int]:
    at, _, pk = cursor.partition("_")
    try:
        return datetime.fromisoformat(at), int(pk)
    except ValueError:
        raise Http404 from None
