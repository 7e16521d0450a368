"""The inbox, a page of 50 tickets as a whole page: in the large database against the small one, and against bare rows.

The account holds three tickets of ten in either database; nearly all of them are closed.
"""

import gzip
from contextlib import ExitStack, contextmanager

from bench.load import Job, hammer
from bench.report import Line, at_least, at_most, limit, ms, rate, ratios
from bench.requests import desk, page

GOALS = ("P3", "P4")
VIEWS = ("all", "unassigned")
CLIENTS = 8


def measure(run):
    with both(run) as houses:
        for view in VIEWS:
            turn = sizes(run, view, f"/inbox/{view}/", houses)
            weight = len(gzip.compress(turn.last.partition(b"\r\n\r\n")[2], 6)) / 1024
            run.found(limit("P4", f"inbox, {view}: page, compressed", weight, 25, " KB"))
        against_bare(run, *houses[run.options.tickets])


@contextmanager
def both(run):
    """Port and facts of a product on the large database and of one on the small one, by their sizes."""
    with ExitStack() as stack:
        houses = {}
        for size in (run.options.tickets, run.options.small):
            database, facts = run.database(size)
            houses[size] = stack.enter_context(run.house.web(database)), facts
        yield houses


def sizes(run, view, path, houses):
    """A page in the large database against the small one; the last turn in the large one."""
    large, small = houses
    requests = {size: desk(port, facts, path, X_Count_Queries="1") for size, (port, facts) in houses.items()}
    turns = alternate(run, {size: (houses[size][0], request) for size, request in requests.items()})
    for share, wanted in ((0.5, 1.2), (0.95, None)):
        ones, others = ([turn.percentile(share) for turn in turns[size]] for size in (large, small))
        what = f"inbox, {view}: p{share * 100:.0f} at {large:,} against {small:,}"
        if wanted:
            run.found(at_most("P3", what, ms(ones), ms(others), ratios(ones, others), wanted))
        else:
            run.found(Line("", what, ms(ones), ms(others), f"{ratios(ones, others):.2f}"))
    queries = {size: queries_of(turns[size][-1]) for size in (large, small)}
    run.found(
        Line(
            "P3",
            f"inbox, {view}: queries",
            str(queries[large]),
            str(queries[small]),
            wanted="≤ 12, same",
            met=queries[large] == queries[small] <= 12,
        )
    )
    return turns[large][-1]


def against_bare(run, port, facts):
    turns = alternate(
        run,
        {
            "page": (port, desk(port, facts, "/inbox/unassigned/")),
            "list": (port, desk(port, facts, "/inbox/unassigned/", HX_Request="true")),
            "bare": (port, page(port, "/bare/rows/")),
        },
        CLIENTS,
    )
    rates = {name: [turn.rate for turn in found] for name, found in turns.items()}
    for goal, what, name in (("P4", "inbox page", "page"), ("", "the list alone (htmx)", "list")):
        against = ratios(rates[name], rates["bare"])
        line = at_least(
            goal,
            f"{what}, 8 clients, against 50 rows as JSON",
            rate(rates[name]),
            rate(rates["bare"]),
            against,
            0.15,
        )
        run.found(line if goal else Line("", line.what, line.measured, line.against, line.ratio))


def alternate(run, requests, clients=1):
    """Each in turn, after a moment for the caches of all: Results by name."""
    for port, request in requests.values():
        hammer(Job(port, [request], 8, 1, repeat=True)).check()
    found = {name: [] for name in requests}
    for _ in run.rounds():
        for name, (port, request) in requests.items():
            job = Job(port, [request], clients, run.options.seconds, repeat=True)
            found[name].append(hammer(job).check())
    return found


def queries_of(turn):
    head = turn.last.partition(b"\r\n\r\n")[0].decode("latin-1").lower()
    return int(head.partition("x-queries: ")[2].split()[0])
