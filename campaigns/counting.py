"""How many people rules mean. Rules are anybody's choice, so counting has a budget of time; what takes longer is
counted among the people who came last, and is told as “more than”."""

from collections.abc import Callable
from typing import NamedTuple, TypeVar

from django.db import OperationalError, connection, transaction
from django.db.models import Count, Q, QuerySet
from psycopg.errors import QueryCanceled

from profiles.models import Profile

PATIENCE = 2000  # ms, for each statement
AMONG = 50_000  # people, where all of them would take too long
SAMPLE = 5
# Who gets a campaign's text; asked again when it is sent.
TEXTABLE = Q(marketing_since__isnull=False, blocked_at=None) & ~Q(phone="")
Found = TypeVar("Found")


class Counted(NamedTuple):
    """How many `people` the rules mean, of whom `textable` can be sent a campaign. `is_more`: at least so many."""

    people: int
    textable: int
    is_more: bool = False


def count(account, rules: Q) -> Counted:
    """Raises TooLong when not even a part of them can be counted in time."""
    everybody = account.profiles.filter(rules)
    try:
        return patiently(lambda: _numbers(everybody))
    except TooLong:
        latest = account.profiles.order_by("-pk").values("pk")[AMONG - 1 : AMONG]
        return patiently(lambda: _numbers(everybody.filter(pk__gte=latest)))._replace(is_more=True)


def sample(account, rules: Q) -> list[Profile]:
    """A few of them, those who came last. Raises TooLong."""
    return patiently(lambda: list(account.profiles.filter(rules).order_by("-pk")[:SAMPLE]))


class TooLong(Exception):
    """It was given up after PATIENCE."""


def patiently(ask: Callable[[], Found]) -> Found:
    """Raises TooLong."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [f"{PATIENCE}ms"])
            found = ask()
            cursor.execute("SET LOCAL statement_timeout TO DEFAULT")
            return found
    except OperationalError as error:
        if isinstance(error.__cause__, QueryCanceled):
            raise TooLong from None
        raise


def _numbers(profiles: QuerySet) -> Counted:
    found = profiles.aggregate(people=Count("pk"), textable=Count("pk", filter=TEXTABLE))
    return Counted(found["people"], found["textable"])
