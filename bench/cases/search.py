"""Full-text search in All tickets, as htmx asks for it while somebody types: large database against small.

Common, middling and rare words of the account's messages, a name, a part of a phone number and two words at once.
"""

from contextlib import ExitStack
from urllib.parse import quote

from bench.cases.lists import alternate, queries_of
from bench.report import Line, at_most, limit, ms, ratios
from bench.requests import desk

GOALS = ("P6",)
# How often each is said, of 1,000 messages: about 300, 30, 3, 0.3; then what is known of people.
WORDS = {
    "common": "the",
    "frequent": "received",
    "middling": "wedding",
    "rare": "Fermeture anniversaire",
    "number": "#70",
    "phone": "415 200 0071",
    "name": "Hopper-71",
    "two words": "refund broken",
    "nothing": "unheardofword",
}


def measure(run):
    large, small = run.options.tickets, run.options.small
    with ExitStack() as stack:
        houses = {}
        for size in (large, small):
            database, facts = run.database(size)
            houses[size] = stack.enter_context(run.house.web(database)), facts
        for name, words in WORDS.items():
            judge(run, name, words, houses, large, small)


def judge(run, name, words, houses, large, small):
    path = f"/inbox/all/?q={quote(words)}"
    turns = alternate(
        run,
        {
            size: (port, desk(port, facts, path, HX_Request="true", X_Count_Queries="1"))
            for size, (port, facts) in houses.items()
        },
    )
    ones, others = ([turn.percentile(0.5) for turn in turns[size]] for size in (large, small))
    what = f"search, {name}: p50 at {large:,} against {small:,}"
    run.found(at_most("P6", what, ms(ones), ms(others), ratios(ones, others), 2))
    slowest = sorted(turn.percentile(0.95) for turn in turns[large])[len(turns[large]) // 2]
    run.found(limit("P6", f"search, {name}: p95", slowest, 150, " ms"))
    run.found(Line("", f"search, {name}: queries", str(queries_of(turns[large][-1]))))
