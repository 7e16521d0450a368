"""The orders in which a list can stand (B5), each with its keyset: where a page ends, the next one begins.

Compared as rows, (a, b) > (x, y), so that Postgres finds the place in the order's own index. Row-level security lets an
index serve only what can't leak: CASE does, coalesce does not.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Case, F, Value, When
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan
from django.utils import timezone

from helpdesk.numbers import whole

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NEVER = datetime(9999, 12, 31, tzinfo=UTC)
FAR = 10**18  # beyond every number of a ticket and every moment in microseconds
# Who does not wait comes last.
WAITS = Case(When(waiting_since=None, then=Value(NEVER)), default=F("waiting_since"))


class NoCursor(ValueError):
    """What was given is no place in this order."""


@dataclass(frozen=True)
class Sort:
    """`columns`: by what, the last one being unique. `shows`: the moment that a row tells of."""

    key: str
    label: str
    first: str
    columns: tuple[str, ...]
    descending: bool
    shows: str = "last_activity_at"

    def page(self, tickets, cursor: str = ""):
        """The tickets in this order, those after the cursor when there is one. Raises NoCursor."""
        if "waits" in self.columns:
            tickets = tickets.annotate(waits=WAITS)
        if cursor:
            beyond = TupleLessThan if self.descending else TupleGreaterThan
            tickets = tickets.filter(beyond(Tuple(*map(F, self.columns)), self.read(cursor)))
        return tickets.order_by(*(f"-{column}" if self.descending else column for column in self.columns))

    def cursor(self, row) -> str:
        """The place of a row or ticket, to go on from."""
        values = (self._value(row, column) for column in self.columns)
        return "_".join(value.isoformat() if isinstance(value, datetime) else str(value) for value in values)

    def read(self, cursor: str) -> tuple[int | datetime, ...]:
        """Raises NoCursor."""
        parts = cursor.split("_")
        if len(parts) != len(self.columns):
            raise NoCursor(cursor)
        return tuple(
            _whole(part) if column in ("id", "number") else _moment(part)
            for column, part in zip(self.columns, parts, strict=True)
        )

    def rank(self, row) -> int:
        """The larger, the further up: where a live update puts the row (rows-swap.js)."""
        first = self._value(row, self.columns[0])
        number = (first - EPOCH) // timedelta(microseconds=1) if isinstance(first, datetime) else first
        return number if self.descending else FAR - number

    def _value(self, row, column: str) -> int | datetime:
        return row.waiting_since or NEVER if column == "waits" else getattr(row, column)


SORTS = {
    sort.key: sort
    for sort in (
        Sort("activity", "Last activity", "Last active first", ("last_activity_at", "id"), descending=True),
        Sort("waiting", "Longest waiting", "Longest waiting first", ("waits", "id"), descending=False),
        Sort("newest", "Newest", "Newest first", ("number",), descending=True, shows="created_at"),
        Sort("oldest", "Oldest", "Oldest first", ("number",), descending=False, shows="created_at"),
    )
}
USUAL = "activity"


def _whole(text: str) -> int:
    number = whole(text)
    if number is None:
        raise NoCursor(text)
    return number


def _moment(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise NoCursor(text) from None
    if timezone.is_naive(at):
        raise NoCursor(text)
    return at
