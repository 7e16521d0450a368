"""How many tickets saved views hold (B3). Their filters are anybody's choice, so counting has a budget of time: what
takes longer has no number, which is no error. Nor has a view that searches: finding all is more than a search does."""

import time

from django.db import OperationalError, connection, transaction
from psycopg.errors import QueryCanceled

from inbox import saved
from inbox.counting import MOST
from inbox.listing import Listing

ONE = 0.1  # s for a view
ALL = 0.5  # s for all of them; those that come later have no number


def counts(request) -> dict[str, int | None]:
    """By the keys of the views, at most MOST + 1 each."""
    found, until = {}, time.monotonic() + ALL
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [f"{ONE * 1000:.0f}ms"])
    for key, view in saved.views(request).items():
        counted = "q" not in view.filters and time.monotonic() < until
        found[key] = _count(Listing(request, view)) if counted else None
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout TO DEFAULT")
    return found


def _count(shown: Listing) -> int | None:
    try:
        with transaction.atomic():
            return shown.tickets.order_by()[: MOST + 1].count()
    except OperationalError as error:
        if isinstance(error.__cause__, QueryCanceled):
            return None
        raise
