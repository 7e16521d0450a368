"""How many tickets the tabs and the rail tell of (B2, B7): one statement per request, cheap at any size.

Written by hand, as every page of every agent asks it: the views themselves are in listing.py, and a test holds the two
together.
"""

from typing import NamedTuple

from helpdesk.statements import ask

MOST = 1000  # counting stops here: "1,000+" says as much

COUNTED = "SELECT count(*) FROM (SELECT FROM inbox_ticket WHERE account_id = %(account)s AND {} LIMIT %(most)s + 1) _"
OPEN = "closed_at IS NULL AND snoozed_until IS NULL"
COUNTS = "SELECT ({}), ({}), ({})".format(
    COUNTED.format(f"{OPEN} AND assignee_id = %(member)s"),
    COUNTED.format(f"{OPEN} AND assignee_id IS NULL"),
    COUNTED.format("closed_at IS NULL AND unread_since IS NOT NULL"),
)


class Counts(NamedTuple):
    """Of the member's own open tickets, of those that nobody has, and of the unread ones; at most MOST + 1 each."""

    mine: int
    unassigned: int
    unread: int


def counts(request) -> Counts:
    """Asked when first needed: after whatever the request changed."""
    if not hasattr(request, "ticket_counts"):
        values = {"account": request.account.pk, "member": request.membership.pk, "most": MOST}
        row = ask(COUNTS, values)
        assert row is not None
        request.ticket_counts = Counts._make(row)
    return request.ticket_counts


def told(count: int | None) -> str:
    """The number at a tab; blank for a view that is not counted."""
    return "" if count is None else f"{MOST:,}+" if count > MOST else f"{count:,}"
