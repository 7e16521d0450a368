"""A sweep that wakes 100,000 due snoozes with history and signals, and one that closes as many: against a bare UPDATE.

Both in turn on the same rows of a copy of the large database, vacuumed before each turn; the sweeps work in batches of
short transactions, the bare UPDATE in one.
"""

import json
import time

from psycopg import sql

from bench.report import Line, at_most, limit, ms, ratios

GOALS = ("P9",)
DUE = 100_000
ASLEEP = """
UPDATE inbox_ticket SET closed_at = NULL, waiting_since = NULL, unread_since = NULL,
    snoozed_until = now() - interval '1 minute' - mod(id, 60) * interval '1 second' WHERE id <= %s
"""
WAKE = """
UPDATE inbox_ticket SET snoozed_until = NULL, unread_since = now(), last_activity_at = now()
WHERE snoozed_until <= now() AND closed_at IS NULL
"""
IDLE = """
UPDATE inbox_ticket SET closed_at = NULL, snoozed_until = NULL, waiting_since = NULL,
    last_activity_at = now() - interval '9 days' WHERE id <= %s
"""
CLOSE = """
UPDATE inbox_ticket SET closed_at = now(), unread_since = NULL, waiting_since = NULL
WHERE closed_at IS NULL AND snoozed_until IS NULL AND waiting_since IS NULL
    AND last_activity_at <= now() - interval '3 days'
"""


def measure(run):
    database, _ = run.copy(run.options.tickets)
    due = min(DUE, run.options.tickets // 2)
    with run.house.connect(database) as db:
        db.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(run.house.postgres.role)))
        db.execute("SET app.every_account = 'on'")
        db.execute("UPDATE inbox_channel SET auto_close = true")
        for goal, name, what, prepare, bare in (
            ("P9", "wake_snoozed", f"wake {due:,} tickets", ASLEEP, WAKE),
            ("", "auto_close", f"close {due:,} tickets", IDLE, CLOSE),
        ):
            judge(run, goal, what, [turns(run, db, database, name, due, prepare, bare) for _ in run.rounds()])


def turns(run, db, database, name, due, prepare, bare):
    """Milliseconds of the bare UPDATE, of the sweep, and of a sweep that finds nothing."""
    ready(run, db, prepare, due)
    began = time.perf_counter()
    rows = db.execute(bare).rowcount
    alone = (time.perf_counter() - began) * 1000
    ready(run, db, prepare, due)
    found = json.loads(run.house.python(database, "bench.sweeping", name).splitlines()[-1])
    if not rows == found["done"] == due:
        raise SystemExit(f"{name}: {found['done']} of {due} tickets, the bare UPDATE {rows}")
    return alone, found["busy"], found["idle"]


def ready(run, db, prepare, due):
    db.execute(prepare, [due])
    db.execute("VACUUM (ANALYZE) inbox_ticket")
    with run.house.connect() as superuser:
        superuser.execute("CHECKPOINT")


def judge(run, goal, what, found):
    alone, busy, idle = zip(*found, strict=True)
    against = ratios(busy, alone)
    line = at_most("P9", f"{what}, with history and signals", ms(busy), ms(alone), against, 5)
    run.found(line if goal else Line("", line.what, line.measured, line.against, line.ratio))
    run.found(limit("", f"{what}: the next sweep, with nothing due", sorted(idle)[len(idle) // 2], 50, " ms"))
