"""The second wall between accounts (A1): which account the running transaction may see.

Row-level security in Postgres compares every row's account with a setting of the transaction. With nothing set no row
is visible and none can be written. These are the only doors; all of them open a transaction, because the setting dies
with it, which also makes them safe behind a connection pooler.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def enter(account_id: int) -> Iterator[None]:
    """Work on the rows of one account."""
    with _within("app.account", str(account_id)):
        yield


@contextmanager
def as_user(user_id: int) -> Iterator[None]:
    """See the user's own memberships and the accounts they lead to, and nothing inside those."""
    with _within("app.user", str(user_id)):
        yield


@contextmanager
def every_account() -> Iterator[None]:
    """Work across accounts: signing up, sweeps, and finding out to which account a caller from outside belongs."""
    with _within("app.every_account", "on"):
        yield


def settle_in(account_id: int | None) -> None:
    """Narrow the running transaction to one account (None: to nothing), whatever door it came through."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('app.account', %s, true), set_config('app.every_account', '', true)",
            [str(account_id or "")],
        )


@contextmanager
def _within(setting: str, value: str) -> Iterator[None]:
    nested = connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting(%s, true), set_config(%s, %s, true)", [setting, setting, value]
        )
        before = cursor.fetchone()[0]
        yield
        if (
            nested and not connection.needs_rollback
        ):  # the surrounding transaction lives on, with what it saw before
            cursor.execute("SELECT set_config(%s, %s, true)", [setting, before or ""])
