"""Segments counted among a million people of one account, by each kind of condition: against counting all of them.

The people are added to a copy of the small database: one of fifty is tagged, each has properties, every second one two
events. What takes longer than the builder waits is counted among the people who came last, and marked with a “>”.
"""

import json

from psycopg import sql

from bench.report import Line, limit, ms, ratios

GOALS = ()
ALL = "SELECT count(*) FROM profiles_profile WHERE account_id = %(account)s"
PEOPLE = """
INSERT INTO profiles_profile (account_id, phone, email, first_name, last_name, city, region, postal_code, country,
    time_zone, properties, created_at, marketing_since)
SELECT %(account)s, '+1' || (2010000000 + n), '', 'P' || n, '', '', (array['CA', 'NY', 'OR', 'TX'])[1 + n %% 4], '',
    CASE WHEN n %% 10 = 0 THEN 'CA' ELSE 'US' END, '',
    jsonb_build_object('size', 'M', 'visits', n %% 20,
        'pet', jsonb_build_object('kind', (array['cat', 'dog', 'dog'])[1 + n %% 3])),
    now(), CASE WHEN n %% 4 <> 0 THEN now() END
FROM generate_series(1, %(people)s) n
"""
TAGS = """
INSERT INTO inbox_profiletag (account_id, profile_id, tag_id)
SELECT account_id, id, %(tag)s FROM profiles_profile WHERE account_id = %(account)s AND id %% 50 = 0
"""
EVENTS = """
INSERT INTO profiles_profileevent (account_id, profile_id, metric, at, value, currency, data, key, recorded_at)
SELECT account_id, id, metric, now() - id %% 400 * interval '1 day', 50, 'EUR', '{}', '', now()
FROM profiles_profile, unnest(array['Placed order', 'Viewed product']) AS metric
WHERE account_id = %(account)s AND id %% 2 = 0
"""
SLOWEST = 4500  # ms: twice the patience of campaigns.counting, and what surrounds it


def measure(run):
    database, facts = run.copy(run.options.small)
    values = {"account": facts["account"], "people": run.options.tickets}
    ask(run, database, values, "make")
    with run.house.connect(database) as db:
        db.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(run.house.postgres.role)))
        db.execute("SET app.every_account = 'on'")
        tag = db.execute("SELECT id FROM inbox_tag WHERE account_id = %(account)s", values).fetchone()[0]
        for statement in (PEOPLE, TAGS, EVENTS):
            db.execute(statement, values | {"tag": tag})
        db.execute("RESET ROLE")
        db.execute("VACUUM (ANALYZE)")
    judge(run, [ask(run, database, values, "count") for _ in run.rounds()])


def ask(run, database, values, what):
    said = run.house.python(database, "bench.segmenting", str(values["account"]), what)
    return json.loads(said.splitlines()[-1])


def judge(run, found):
    alone = [each["all"] for each in found]
    for name in found[0]["counted"]:
        taken = [each["counted"][name]["ms"] for each in found]
        one = found[0]["counted"][name]
        number = f"{'>' if one['is_more'] else ''}{one['people']:,}"
        run.found(Line("", f"segment, {name}: {number}", ms(taken), ms(alone), f"{ratios(taken, alone):.2f}"))
    slowest = max(each["ms"] for one in found for each in one["counted"].values())
    run.found(limit("", "the slowest answer of the builder", slowest, SLOWEST, " ms"))
