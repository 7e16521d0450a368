"""The rows of a list.

A row is read as plain values and rendered from them alone, so its markup is kept by them: showing it again,
to whomever, costs no rendering, and a row that differs in anything that is shown is another row.
"""

from datetime import datetime, tzinfo
from functools import lru_cache
from hashlib import blake2s
from typing import Any, NamedTuple

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from accounts.models import Membership, User
from inbox.models import Channel, Ticket
from inbox.sorting import Sort
from profiles.models import Profile

KEPT = (
    0 if settings.DEBUG else 2000
)  # rows per process, some 3 KB each; none where templates are being edited


class Row(NamedTuple):
    """All that is shown of a ticket in a list, each by the name with which the database is asked for it."""

    id: int
    number: int
    last_activity_at: datetime
    created_at: datetime
    waiting_since: datetime | None
    unread_since: datetime | None
    closed_at: datetime | None
    snoozed_until: datetime | None
    preview: str
    preview_is_ours: bool
    channel__kind: str
    profile_id: int
    profile__first_name: str
    profile__last_name: str
    profile__phone: str
    profile__email: str
    assignee_id: int | None
    assignee__user_id: int | None
    assignee__user__name: str | None
    assignee__user__email: str | None
    label_lines: str


class Place(NamedTuple):
    """Where rows are shown: before and after the number in a ticket's address, in which zone times are told, in which
    order, and after how many minutes a wait stands out (B11)."""

    before: str
    after: str
    zone: tzinfo
    sort: Sort
    long_wait: int


def read(tickets) -> list[Row]:
    return [Row._make(values) for values in tickets.with_labels().values_list(*Row._fields)]


@lru_cache(KEPT)
def markup(row: Row, place: Place, is_open: bool, snippet: str = "") -> SafeString:
    """`snippet` is where a search found it, and is shown instead of the last message. `data-at` is the row's place in
    the list, `data-rev` differs when anything in the row does (rows-swap.js)."""
    context = {
        "ticket": _ticket(row),
        "is_open": is_open,
        "url": f"{place.before}{row.number}{place.after}",
        "at": place.sort.rank(row),
        "time": getattr(row, place.sort.shows),
        "long_wait": place.long_wait,
        "snippet": snippet,
        "rev": blake2s(repr((row, snippet) if snippet else row).encode(), digest_size=4).hexdigest(),
    }
    with timezone.override(place.zone):
        return render_to_string("inbox/tickets/_row.html", context)


def _ticket(row: Row) -> Ticket:
    """As much of the ticket as the row knows, for the words that the models have."""
    known = columns(row)
    labels = known.pop("label_lines")
    ticket = Ticket(**known)
    ticket.label_lines = labels
    ticket.channel = Channel(**columns(row, "channel__"))
    ticket.profile = Profile(id=row.profile_id, **columns(row, "profile__"))
    if row.assignee_id:
        user = User(id=row.assignee__user_id, **columns(row, "assignee__user__"))
        ticket.assignee = Membership(id=row.assignee_id, user=user)
    return ticket


def columns(row: NamedTuple, path: str = "") -> dict[str, Any]:
    """What a row knows of the model to which the path leads, by the model's own names."""
    found = {name.removeprefix(path): value for name, value in row._asdict().items() if name.startswith(path)}
    return {name: value for name, value in found.items() if "__" not in name}
