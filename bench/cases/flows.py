"""10,000 people due in a flow at one moment, each moved on past a text to a wait: against one bare UPDATE of the rows.

Both in turn on a copy of the small database, with what the flow had sent removed and the tables vacuumed before each
turn. The flow writes a message with a short link, a delivery and the person's place, in batches of short transactions;
the bare UPDATE the place alone.
"""

import json
import time

from psycopg import sql

from bench.report import Line, limit, ms, ratios
from tests.daytime import zone_at

GOALS = ("D3",)
DUE = 10_000
WITHIN = 5000  # ms: how late the last one may be (D3)
REST = 1000  # ms: for so long the sweeper may have rested when they fell due
# In a zone where it is noon now: at night a text waits for the morning.
PEOPLE = """
INSERT INTO profiles_profile (account_id, phone, email, first_name, last_name, city, region, postal_code, country,
    time_zone, properties, created_at, marketing_since)
SELECT %(account)s, '+1' || (2010000000 + n), '', 'P' || n, '', '', '', '', '', %(zone)s, '{}', now(), now()
FROM generate_series(1, %(due)s) n
"""
ENROLLED = """
WITH event AS (
    INSERT INTO profiles_profileevent (account_id, profile_id, metric, at, currency, data, key, recorded_at)
    SELECT account_id, id, 'Joined', now(), '', '{}', '', now() FROM profiles_profile
    WHERE account_id = %(account)s AND time_zone = %(zone)s RETURNING id, account_id, profile_id
)
INSERT INTO campaigns_enrolment (account_id, flow_id, version_id, profile_id, event_id, entered_at, step, passed,
    due_at, held, left_reason)
SELECT account_id, %(flow)s, %(version)s, profile_id, id, now(), '', '{}', now(), '', '' FROM event
"""
READY = [
    "DELETE FROM sms_link WHERE source_id = %(source)s",
    "DELETE FROM inbox_delivery WHERE message_id IN (SELECT id FROM inbox_message WHERE source_id = %(source)s)",
    "DELETE FROM inbox_message WHERE source_id = %(source)s",
    "UPDATE campaigns_enrolment SET step = '', passed = '{}', due_at = now() WHERE flow_id = %(flow)s",
]
BARE = """
UPDATE campaigns_enrolment SET step = 'later', passed = passed || '{hello}', due_at = now() + interval '1 day'
WHERE due_at <= now() AND left_at IS NULL
"""
QUEUED = "SELECT count(*) FROM inbox_message WHERE source_id = %(source)s"


def measure(run):
    database, facts = run.copy(run.options.small)
    with run.house.connect(database) as db:
        db.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(run.house.postgres.role)))
        db.execute("SET app.every_account = 'on'")
        flow = run.house.python(database, "bench.flowing", str(facts["account"]), "flow")
        values = {"account": facts["account"], "due": DUE, "zone": zone_at(12)} | json.loads(
            flow.splitlines()[-1]
        )
        db.execute(PEOPLE, values)
        db.execute(ENROLLED, values)
        judge(run, [turns(run, db, database, values) for _ in run.rounds()])


def turns(run, db, database, values):
    """Milliseconds of the bare UPDATE, of the sweep, and of a sweep that finds nobody."""
    ready(run, db, values)
    began = time.perf_counter()
    rows = db.execute(BARE).rowcount
    alone = (time.perf_counter() - began) * 1000
    ready(run, db, values)
    found = json.loads(run.house.python(database, "bench.flowing", str(values["account"])).splitlines()[-1])
    (queued,) = db.execute(QUEUED, values).fetchone()
    if not rows == found["done"] == queued == DUE:
        raise SystemExit(f"{found['done']} moved on, {queued} texts of {DUE}; the bare UPDATE moved {rows}")
    return alone, found["busy"], found["idle"]


def ready(run, db, values):
    for statement in READY:
        db.execute(statement, values)
    db.execute("VACUUM (ANALYZE) campaigns_enrolment, inbox_message, inbox_delivery, sms_link")
    with run.house.connect() as superuser:
        superuser.execute("CHECKPOINT")


def judge(run, found):
    alone, busy, idle = zip(*found, strict=True)
    what = f"flows: {DUE:,} due at once, moved on with a text each"
    run.found(Line("", what, ms(busy), ms(alone), f"{ratios(busy, alone):.2f}"))
    late = REST + sorted(busy)[len(busy) // 2]
    run.found(limit("D3", "the same: the last one is late by at most", late, WITHIN, " ms"))
    run.found(limit("", "the same: the next sweep, with nobody due", sorted(idle)[len(idle) // 2], 50, " ms"))
