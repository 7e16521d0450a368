"""A campaign to 10,000 and 100,000 people, written down ready to send: against one INSERT … SELECT of the same rows.

Both in turn, on a copy of the small database that these people were added to, with the table emptied and vacuumed
before each turn. The campaign works in batches of short transactions and counts as it goes, the bare statement in one.
"""

import json
import time

from psycopg import sql

from bench.report import Line, at_most, ms, ratios

GOALS = ("P10",)
SIZES = (10_000, 100_000)
PEOPLE = """
INSERT INTO profiles_profile (account_id, phone, email, first_name, last_name, city, region, postal_code, country,
    time_zone, properties, created_at, marketing_since)
SELECT %(account)s, '+1' || (2010000000 + n), '', 'P' || n, '', '', '', '', '', '', '{}', now(), now()
FROM generate_series(1, %(more)s) n ON CONFLICT DO NOTHING
"""
BARE = """
INSERT INTO campaigns_recipient (account_id, campaign_id, profile_id, number_id, reason, state, due_at)
SELECT account_id, %(campaign)s, id, %(number)s, '', 'waiting', now() FROM profiles_profile
WHERE account_id = %(account)s AND marketing_since IS NOT NULL
"""


def measure(run):
    database, facts = run.copy(run.options.small)
    with run.house.connect(database) as db:
        db.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(run.house.postgres.role)))
        db.execute("SET app.every_account = 'on'")
        for many in SIZES:
            values = ready(run, db, database, facts["account"], many)
            judge(run, many, [turns(run, db, database, values) for _ in run.rounds()])


def ready(run, db, database, account, many):
    """So many subscribers, a number, and a campaign for the bare statement's rows."""
    db.execute("UPDATE profiles_profile SET marketing_since = NULL WHERE account_id = %s", [account])
    db.execute(PEOPLE, {"account": account, "more": many})
    db.execute(
        "UPDATE profiles_profile SET marketing_since = now() WHERE account_id = %s AND phone LIKE '+1201%%'",
        [account],
    )
    number = db.execute(
        "SELECT id FROM sms_number WHERE account_id = %s AND disconnected_at IS NULL", [account]
    ).fetchone()[0]
    campaign = int(run.house.python(database, "bench.campaigning", str(account), "draft").splitlines()[-1])
    return {"account": account, "many": many, "number": number, "campaign": campaign}


def turns(run, db, database, values):
    """Milliseconds of the bare statement and of the campaign, and by how many KB the latter's process grew."""
    empty(run, db)
    began = time.perf_counter()
    rows = db.execute(BARE, values).rowcount
    alone = (time.perf_counter() - began) * 1000
    empty(run, db)
    found = json.loads(
        run.house.python(database, "bench.campaigning", str(values["account"])).splitlines()[-1]
    )
    if not rows == found["written"] == values["many"]:
        raise SystemExit(f"{found['written']} of {values['many']} people, the bare statement {rows}")
    return alone, found["ms"], found["kb"]


def empty(run, db):
    db.execute("DELETE FROM campaigns_recipient")
    db.execute("VACUUM (ANALYZE) campaigns_recipient")
    db.execute("ANALYZE profiles_profile")
    with run.house.connect() as superuser:
        superuser.execute("CHECKPOINT")


def judge(run, many, found):
    alone, written, grown = zip(*found, strict=True)
    what = f"campaign: {many:,} people written down, ready to send"
    ratio = ratios(written, alone)
    if many == SIZES[-1]:
        run.found(at_most("P10", what, ms(written), ms(alone), ratio, 4))
    else:
        run.found(Line("", what, ms(written), ms(alone), f"{ratio:.2f}"))
    run.found(Line("", f"the same: the process grew by {max(grown) / 1024:.1f} MB at most", ""))
