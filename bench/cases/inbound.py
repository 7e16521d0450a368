"""A text comes in over HTTP, 16 clients, half of them new people: against one bare INSERT, and against Postgres alone.

All texts go to one number, the hardest case: an account gives its tickets' numbers one after the other.
"""

from bench.load import Job, hammer
from bench.report import Line, at_least, limit, rate, ratios
from bench.requests import texts

GOALS = ("P1", "P2")
CLIENTS = 16
FASTEST = 3000  # requests per second that are made beforehand
STATEMENTS = {"statement": ("text_new", "text_known"), "insert": ("insert",)}  # bench/pgbench
VIEWS = {"inbound": None, "bare": "/bare/text/", "alone": "/alone/text/"}


def measure(run):
    database, facts = run.copy(run.options.small)
    found = {name: [] for name in (*VIEWS, *STATEMENTS)}
    with run.house.web(database) as port:
        for name in VIEWS:
            send(run, port, facts, name, 1)
        for _ in run.rounds():
            for name in VIEWS:
                found[name].append(send(run, port, facts, name, run.options.seconds))
            for name, scripts in STATEMENTS.items():
                found[name].append(in_postgres(run, database, facts, scripts))
    judge(run, found)
    stored(run, database, facts, found["inbound"])


def send(run, port, facts, name, seconds):
    count = int(seconds * FASTEST)
    requests = list(texts(port, facts, count, run.options.small, VIEWS[name]))
    return hammer(Job(port, requests, CLIENTS, seconds)).check()


def in_postgres(run, database, facts, scripts):
    values = {"account": facts["account"], "channel": facts["channel"], "blocks": run.options.small // 10 - 1}
    seconds = max(1, int(run.options.seconds))
    return run.house.pgbench(database, scripts, values, CLIENTS, seconds)


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


def stored(run, database, facts, turns):
    """A text that can't be applied is acknowledged too and kept for later: here none may be."""
    with run.house.connect(database) as db:
        asked = (
            "SELECT count(*) FILTER (WHERE state = 'done'), count(*) FROM inbox_inboundevent WHERE route = %s"
        )
        done, kept = db.execute(asked, [facts["route"]]).fetchone()
    sent = sum(len(turn.times) for turn in turns)
    run.found(
        Line(
            "P1", "texts accepted, and their messages stored", str(sent), "", "", "all", sent <= done == kept
        )
    )
