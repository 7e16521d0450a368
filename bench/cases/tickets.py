"""A ticket with 5,000 messages, as a whole page and as htmx asks for it: against one with 10 messages, and with 51.

The page shows the last 50 messages, so 10 messages are less to render; 51 are as many, and one page more.
"""

from bench.cases.lists import alternate, queries_of
from bench.report import Line, at_most, ms, ratios
from bench.requests import desk
from bench.sizes import FULL, LONG, SHORT

GOALS = ("P5",)


def measure(run):
    tickets = run.options.tickets
    database, facts = run.database(tickets)
    with run.house.web(database) as port:
        for what, headers in (("page", {}), ("ticket alone", {"HX_Request": "true"})):
            numbers = {LONG: tickets + 1, SHORT: tickets + 2, FULL: tickets + 3}
            requests = {
                count: (port, desk(port, facts, f"/tickets/{number}/?peek", X_Count_Queries="1", **headers))
                for count, number in numbers.items()
            }
            judge(run, what, alternate(run, requests))


def judge(run, what, turns):
    times = {count: [turn.percentile(0.5) for turn in found] for count, found in turns.items()}
    late = {count: [turn.percentile(0.95) for turn in found] for count, found in turns.items()}
    goal = "P5" if what == "page" else ""
    against = ratios(times[LONG], times[SHORT])
    title = f"{what}: p50 with {LONG:,} messages against {SHORT}"
    run.found(at_most(goal, title, ms(times[LONG]), ms(times[SHORT]), against, 1.2))
    for title, one, other in (
        (f"{what}: p50 with {LONG:,} messages against {FULL}", times[LONG], times[FULL]),
        (f"{what}: p95 with {LONG:,} messages against {SHORT}", late[LONG], late[SHORT]),
    ):
        run.found(Line("", title, ms(one), ms(other), f"{ratios(one, other):.2f}"))
    asked = {count: queries_of(found[-1]) for count, found in turns.items()}
    met = asked[LONG] <= 15
    run.found(Line(goal, f"{what}: queries", str(asked[LONG]), str(asked[SHORT]), "", "≤ 15", met))
