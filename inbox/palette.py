"""What the palette finds as one types: the ticket of that number, and whatever the search finds (B9)."""

from helpdesk.numbers import whole
from inbox import search

MOST = 8


def find(account, said: str) -> list:
    """At most MOST tickets, the one whose number was meant first, then the latest."""
    number = whole(said.strip().removeprefix("#"))
    latest = account.tickets.order_by("-last_activity_at", "-id")
    meant = list(latest.for_display().filter(number=number)) if number is not None else []
    try:
        ids = search.find(latest, account, said, MOST).ids
    except search.TooSlow:  # one goes on typing
        return meant
    others = latest.for_display().filter(pk__in=ids).exclude(number=number or 0)
    return [*meant, *others[: MOST - len(meant)]]
