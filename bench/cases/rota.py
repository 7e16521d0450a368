"""Round robin, 16 callers, ten members at work: tickets per second against locking a row and updating a ticket.

The same tickets in turn, one per transaction on both sides; a backlog, which round robin gives away in larger portions,
only explains.
"""

import json

from psycopg import sql

from bench.report import Line, at_least, rate, ratios
from bench.sizes import TEAM

GOALS = ("P15",)
WAITING = 2000
AT_WORK = """
INSERT INTO inbox_duty (account_id, member_id, state, since, last_active_at, kinds, turn)
SELECT account_id, id, 'online', now(), now(), '{}', 0 FROM accounts_membership WHERE account_id = %(account)s
ON CONFLICT (member_id) DO UPDATE SET last_active_at = now()
"""
WAIT = """
UPDATE inbox_ticket SET closed_at = NULL, snoozed_until = NULL, assignee_id = NULL, set_aside = false,
    waiting_since = now()
WHERE id IN (SELECT id FROM inbox_ticket WHERE account_id = %(account)s ORDER BY id LIMIT %(waiting)s)
"""


def measure(run):
    database, facts = run.copy(run.options.small)
    values = {"account": facts["account"], "waiting": WAITING}
    found = {"bare": [], "single": [], "backlog": []}
    with run.house.connect(database) as db:
        db.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(run.house.postgres.role)))
        db.execute("SET app.every_account = 'on'")
        db.execute("UPDATE accounts_account SET round_robin = true WHERE id = %(account)s", values)
        db.execute("INSERT INTO inbox_rota (account_id, turn) VALUES (%(account)s, 0)", values)
        db.execute("UPDATE inbox_ticket SET set_aside = true WHERE account_id = %(account)s", values)
        for _ in run.rounds():
            for way, rates in found.items():
                db.execute(AT_WORK, values)
                db.execute(WAIT, values)
                rates.append(dealt(run, database, facts["account"], way))
    judge(run, found)


def dealt(run, database, account, way):
    told = json.loads(run.house.python(database, "bench.dealing", way, str(account)).splitlines()[-1])
    if told["given"] != WAITING or told["left"]:
        raise SystemExit(f"{way}: {told['left']} of {told['given']} tickets were left")
    return told["rate"]


def judge(run, found):
    what = f"round robin among {TEAM}, one ticket per transaction"
    against = ratios(found["single"], found["bare"])
    run.found(at_least("P15", what, rate(found["single"]), rate(found["bare"]), against, 0.5))
    against = ratios(found["backlog"], found["bare"])
    run.found(
        Line("", "the same with a backlog", rate(found["backlog"]), rate(found["bare"]), f"{against:.2f}")
    )
