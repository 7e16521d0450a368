"""A bulk action that closes 10,000 and 100,000 tickets with history, progress and undo: against one bare UPDATE.

Both in turn on the same rows of a copy of the large database, vacuumed before each turn; the bulk action writes down
what is meant and works in batches of short transactions, the bare UPDATE in one.
"""

import json
import time

from psycopg import sql

from bench.report import Line, ms, ratios

GOALS = ()
SIZES = (10_000, 100_000)
OPEN = "UPDATE inbox_ticket SET closed_at = NULL, snoozed_until = NULL WHERE account_id = %(account)s"
CLOSE = """
UPDATE inbox_ticket SET closed_at = now(), unread_since = NULL, waiting_since = NULL, snoozed_until = NULL
WHERE id IN (
    SELECT id FROM inbox_ticket WHERE account_id = %(account)s AND closed_at IS NULL ORDER BY id LIMIT %(many)s
)
"""


def measure(run):
    database, facts = run.copy(run.options.tickets)
    with run.house.connect(database) as db:
        db.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(run.house.postgres.role)))
        db.execute("SET app.every_account = 'on'")
        held = db.execute(
            "SELECT count(*) FROM inbox_ticket WHERE account_id = %(account)s", facts
        ).fetchone()[0]
        for many in sorted({min(size, held) for size in SIZES}):
            values = {"account": facts["account"], "many": many}
            judge(run, many, [turns(run, db, database, values) for _ in run.rounds()])


def turns(run, db, database, values):
    """Milliseconds of the bare UPDATE, and of asking, closing and undoing."""
    ready(run, db, values)
    began = time.perf_counter()
    rows = db.execute(CLOSE, values).rowcount
    alone = (time.perf_counter() - began) * 1000
    ready(run, db, values)
    arguments = (str(values["account"]), str(values["many"]))
    found = json.loads(run.house.python(database, "bench.bulking", *arguments).splitlines()[-1])
    if not [rows, rows] == found["changed"] == [values["many"]] * 2:
        raise SystemExit(f"{found['changed']} of {values['many']} tickets, the bare UPDATE {rows}")
    return alone, found["asked"], found["closed"], found["undone"]


def ready(run, db, values):
    db.execute(OPEN, values)
    db.execute("VACUUM (ANALYZE) inbox_ticket")
    with run.house.connect() as superuser:
        superuser.execute("CHECKPOINT")


def judge(run, many, found):
    alone, asked, closed, undone = zip(*found, strict=True)
    what = f"bulk action: close {many:,} tickets, with history and undo"
    run.found(Line("", what, ms(closed), ms(alone), f"{ratios(closed, alone):.2f}"))
    run.found(Line("", f"the same: writing down which {many:,}", ms(asked)))
    run.found(Line("", f"the same: undo {many:,}", ms(undone)))
