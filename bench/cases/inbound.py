"""A text comes in over HTTP, 16 clients, half of them new people: against one bare INSERT, and against Postgres alone.

All texts go to one number, the hardest case: an account gives its tickets' numbers one after the other.
"""

from bench.load import Job, hammer
from bench.report import Line, at_least, limit, rate, ratios
from bench.requests import texts

GOALS = ("P1", "P2")
CLIENTS = 16
FASTEST = 3000  # requests per second that are made beforehand
VIEWS = {"inbound": None, "bare": "/bare/text/", "alone": "/alone/text/"}


def measure(run):
    database, facts = run.copy(run.options.small)
    found = {name: [] for name in (*VIEWS, "statement", "insert")}
    with run.house.web(database) as port:
        for name in VIEWS:
            send(run, port, facts, name, 1)
        for _ in run.rounds():
            for name in VIEWS:
                found[name].append(send(run, port, facts, name, run.options.seconds))
            for name, scripts in (("statement", (NEW, KNOWN)), ("insert", (INSERT,))):
                found[name].append(in_postgres(run, database, facts, scripts))
    judge(run, found)


def send(run, port, facts, name, seconds):
    count = int(seconds * FASTEST)
    requests = list(texts(port, facts, count, run.options.small, VIEWS[name]))
    return hammer(Job(port, requests, CLIENTS, seconds)).check()


def in_postgres(run, database, facts, scripts):
    values = {"account": facts["account"], "channel": facts["channel"], "blocks": run.options.small // 10 - 1}
    filled = [fill(script, values) for script in scripts]
    return run.house.pgbench(database, facts["account"], filled, CLIENTS, max(1, int(run.options.seconds)))


def fill(script, values):
    for name, value in values.items():
        script = script.replace(f":{name}", str(value))
    return script


def judge(run, found):
    rates = {
        name: [turn if isinstance(turn, float) else turn.rate for turn in turns]
        for name, turns in found.items()
    }
    inbound = rates["inbound"]
    for goal, what, other, wanted in (
        ("P1", "text in, against one ORM INSERT in a transaction", "bare", 0.5),
        ("P2", "text in, against its writes in one statement", "statement", 0.15),
    ):
        against = ratios(inbound, rates[other])
        run.found(at_least(goal, what, rate(inbound), rate(rates[other]), against, wanted))
    slowest = sorted(turn.percentile(0.99) for turn in found["inbound"])[len(inbound) // 2]
    run.found(limit("P1", "text in, p99 with 16 clients", slowest, 100, " ms"))
    for what, other in (
        ("text in, against the INSERT without middleware", "alone"),
        ("text in, against Postgres' one-row commits", "insert"),
    ):
        against = ratios(inbound, rates[other])
        run.found(Line("", what, rate(inbound), rate(rates[other]), f"{against:.2f}"))
    share = max(turn.cpu / turn.seconds for turn in found["inbound"])
    run.found(Line("", "the load client's own share of a core", f"{share:.0%}"))


# The same rows as the webhook leaves, in one statement each.
EVENT = """event AS (
    INSERT INTO inbox_inboundevent (account_id, provider, event_key, route, body, headers, state, attempts,
        next_attempt_at, error, received_at)
    VALUES (:account, 'twilio', md5(:sid::text), 'route', repeat('MessageSid=SM0123456789abcdef&', 22), '{}', 'done', 0,
        now(), '', now())
    ON CONFLICT (account_id, provider, event_key) DO NOTHING
)"""
PERSON = """person AS (
    INSERT INTO profiles_profile (account_id, phone, email, first_name, last_name, city, region, postal_code, country,
        time_zone, properties, created_at)
    VALUES (:account, '+' || :phone::text, '', '', '', 'SAN FRANCISCO', 'CA', '94103', 'US', '', '{}', now())
    ON CONFLICT (account_id, phone) WHERE NOT (phone = '') DO UPDATE SET phone = excluded.phone
    RETURNING id, phone
)"""
MESSAGE = """
INSERT INTO inbox_message (account_id, channel_id, profile_id, ticket_id, origin, body, our_address, external_id, sent_at,
    created_at)
SELECT :account, :channel, person.id, ticket.id, 'customer', 'Where is my order? It should be here by now.',
    '+14155550100', md5(:sid::text), now(), now()
FROM person, ticket
ON CONFLICT (channel_id, external_id) WHERE NOT (external_id = '') DO NOTHING;
"""
NEW = rf"""
\set sid random(1, 9000000000000000000)
\set phone random(4900000000000, 4999999999999)
WITH {EVENT}, {PERSON}, numbered AS (
    UPDATE accounts_account SET last_ticket_number = last_ticket_number + 1 WHERE id = :account
    RETURNING last_ticket_number AS number
), ticket AS (
    INSERT INTO inbox_ticket (account_id, channel_id, profile_id, number, thread_key, preview, preview_is_ours,
        unread_since, waiting_since, last_activity_at, created_at)
    SELECT :account, :channel, person.id, number, phone, 'Where is my order?', false, now(), now(), now(), now()
    FROM person, numbered
    RETURNING id
), history AS (
    INSERT INTO inbox_ticketevent (account_id, ticket_id, kind, actor_kind, actor_label, data, at)
    SELECT :account, id, 'opened', 'customer', '', '{{}}', now() FROM ticket
){MESSAGE}"""
KNOWN = rf"""
\set sid random(1, 9000000000000000000)
\set place random(1, :blocks)
\set phone 14152000000 + :place * 10 + 1
WITH {EVENT}, {PERSON}, ticket AS (
    UPDATE inbox_ticket SET closed_at = NULL, unread_since = coalesce(unread_since, now()), last_activity_at = now(),
        waiting_since = coalesce(waiting_since, now()), preview = 'Where is my order?', preview_is_ours = false
    WHERE channel_id = :channel AND thread_key = '+' || :phone::text
    RETURNING id
){MESSAGE}"""
INSERT = """
INSERT INTO bench_bare (owner, phone, body, at) VALUES (2, '+14155550100', 'Where is my order?', now());
"""
