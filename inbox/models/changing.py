"""Changing tickets: the guard is in the statement, whether it is one ticket or a hundred thousand (D3, B6)."""

from collections import defaultdict
from typing import Any, NamedTuple, cast

from django.db import connection, models
from psycopg.types.json import Jsonb

from helpdesk import live
from inbox.models.recording import SYSTEM, EventKind

RUNG_BY_NAME = 100

CHANGE_ALL = """
WITH chosen AS MATERIALIZED ({chosen}), changed AS (
    UPDATE inbox_ticket SET {columns} FROM chosen WHERE inbox_ticket.id = chosen.id
    RETURNING inbox_ticket.id, inbox_ticket.account_id, inbox_ticket.number
), history AS (
    INSERT INTO inbox_ticketevent (account_id, ticket_id, kind, actor_kind, actor_label, data, at)
    SELECT account_id, id, %s, %s, %s, %s, now() FROM changed
)
SELECT id, account_id, number FROM changed
"""


class Changed(NamedTuple):
    id: int
    account_id: int
    number: int


class ChangingQuerySet(models.QuerySet):
    def change_all(
        self, kind: EventKind, by=SYSTEM, data: dict | None = None, **columns: Any
    ) -> list[Changed]:
        """Set columns (plain values) of all tickets of this queryset, write one event each, and tell the browsers.

        One statement: the rows are locked as they are chosen, so that what another transaction changed meanwhile no
        longer fits the queryset's filter and is left alone. With `skip_locked` on the queryset two callers share the
        rows between them, otherwise the second waits. A slice keeps the transaction short.
        """
        fields = {cast(models.Field, self.model._meta.get_field(name)): columns[name] for name in columns}
        assignments = ", ".join(f"{field.column} = %s" for field in fields)
        values = [
            field.get_db_prep_save(getattr(value, "pk", value), connection) for field, value in fields.items()
        ]
        history = [kind, by.actor_kind, by.actor_label, Jsonb(data or {})]
        return self.run(CHANGE_ALL.replace("{columns}", assignments), *values, *history)

    def run(self, statement: str, *params: Any) -> list[Changed]:
        """A statement that begins with `{chosen}`, the locked tickets of this queryset, and returns those that it
        changed."""
        chosen = self.values("id", "account_id", "number")
        if not self.query.select_for_update:
            chosen = chosen.select_for_update(no_key=True, of=("self",))
        sql, chosen_params = chosen.query.sql_with_params()
        with connection.cursor() as cursor:
            cursor.execute(statement.replace("{chosen}", sql), [*chosen_params, *params])
            changed = [Changed._make(row) for row in cursor.fetchall()]
        ring(changed)
        return changed


def ring(changed: list[Changed]) -> None:
    """Each ticket by its name; from RUNG_BY_NAME on the account's pages are told to fetch themselves."""
    numbers = defaultdict(list)
    for row in changed:
        numbers[row.account_id].append(row.number)
    for account_id, of_account in numbers.items():
        if len(of_account) <= RUNG_BY_NAME:
            live.ping(account_id, *(f"ticket-{number}" for number in of_account), "tickets")
        else:
            live.ping(account_id, "resync")
