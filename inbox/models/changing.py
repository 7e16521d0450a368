"""Changing tickets: the guard is in the statement, whether it is one ticket or a hundred thousand (D3, B6)."""

import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple, cast

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from psycopg.types.json import Jsonb

from helpdesk import live
from inbox.models.recording import SYSTEM, EventKind

RUNG_BY_NAME = 100

CHANGE_ALL = """
WITH chosen AS MATERIALIZED ({chosen}), changed AS (
    UPDATE inbox_ticket SET {columns} FROM chosen WHERE inbox_ticket.id = chosen.id
    RETURNING inbox_ticket.id, inbox_ticket.account_id, inbox_ticket.number, jsonb_build_object({former}) AS former
){history}
SELECT id, account_id, number, former FROM changed
"""
RESTORE_ALL = """
WITH chosen AS MATERIALIZED ({chosen}), former AS MATERIALIZED (
    SELECT * FROM jsonb_populate_recordset(NULL::inbox_ticket, %s)
), changed AS (
    UPDATE inbox_ticket SET {columns} FROM chosen JOIN former USING (id) WHERE inbox_ticket.id = chosen.id
    RETURNING inbox_ticket.id, inbox_ticket.account_id, inbox_ticket.number
){history}
SELECT id, account_id, number FROM changed
"""
HISTORY = """, history AS (
    INSERT INTO inbox_ticketevent (account_id, ticket_id, kind, actor_kind, actor_label, data, at)
    SELECT account_id, id, %s, %s, %s, %s, now() FROM changed
)"""


class Changed(NamedTuple):
    """`former`: what the changed columns held before, as JSON; blank where no columns were changed."""

    id: int
    account_id: int
    number: int
    former: str = ""

    @property
    def before(self) -> dict[str, Any]:
        return json.loads(self.former or "{}")


class ChangingQuerySet(models.QuerySet):
    def change_all(
        self, kind: EventKind | None, by=SYSTEM, data: dict | None = None, **columns: Any
    ) -> list[Changed]:
        """Set columns (to plain values, or F of another column) of all tickets of this queryset, write one event each
        (None: what no history tells of, such as reading), and tell the browsers.

        One statement: the rows are locked as they are chosen, so that what another transaction changed meanwhile no
        longer fits the queryset's filter and is left alone. With `skip_locked` on the queryset two callers share the
        rows between them, otherwise the second waits. A slice keeps the transaction short.
        """
        fields = {self._column(name): value for name, value in columns.items()}
        names = [field.get_attname() for field in fields]
        assignments = ", ".join(
            f"{name} = {_source(value)}" for name, value in zip(names, columns.values(), strict=True)
        )
        values = [
            field.get_db_prep_save(getattr(value, "pk", value), connection)
            for field, value in fields.items()
            if not isinstance(value, models.F)
        ]
        former = ", ".join(f"'{name}', chosen.{name}" for name in names)
        statement = CHANGE_ALL.replace("{columns}", assignments).replace("{former}", former)
        return self.run(*_recorded(statement, values, kind, by, data), columns=names)

    def restore_all(
        self, former: list[dict[str, Any]], kind: EventKind | None, by=SYSTEM, data: dict | None = None
    ) -> list[Changed]:
        """Set columns of these tickets back to what they held: `former` has the `id` of each, all the same columns."""
        if not former:
            return []
        names = [self._column(name).get_attname() for name in former[0] if name != "id"]
        assignments = ", ".join(f"{name} = former.{name}" for name in names)
        statement = RESTORE_ALL.replace("{columns}", assignments)
        return self.run(*_recorded(statement, [Jsonb(former)], kind, by, data))

    def _column(self, name: str) -> models.Field:
        return cast(models.Field, self.model._meta.get_field(name))

    def run(self, statement: str, *params: Any, columns: Iterable[str] = ()) -> list[Changed]:
        """A statement that begins with `{chosen}`, the locked tickets of this queryset with these columns, and returns
        those that it changed."""
        chosen = self.values("id", "account_id", "number", *columns)
        if not self.query.select_for_update:
            chosen = chosen.select_for_update(no_key=True, of=("self",))
        try:
            sql, chosen_params = chosen.query.sql_with_params()
        except EmptyResultSet:
            return []
        with connection.cursor() as cursor:
            cursor.execute(statement.replace("{chosen}", sql), [*chosen_params, *params])
            changed = [Changed(*row) for row in cursor.fetchall()]
        ring(changed)
        return changed


def _source(value: Any) -> str:
    return f"inbox_ticket.{value.name}" if isinstance(value, models.F) else "%s"


def _recorded(statement: str, values: list, kind: EventKind | None, by, data: dict | None) -> list:
    """The statement with its history, where there is something to tell, and its parameters."""
    history = [kind, by.actor_kind, by.actor_label, Jsonb(data or {})] if kind else []
    return [statement.replace("{history}", HISTORY if kind else ""), *values, *history]


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
