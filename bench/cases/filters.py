"""The inbox in its other orders, narrowed, and the numbers of saved views: in the large database against the small one.

What is asked for has a page of tickets in either database, so that both show as much.
"""

from datetime import UTC, datetime, timedelta

from bench.cases.lists import alternate, both, sizes
from bench.report import Line, ms, ratios
from bench.requests import desk

GOALS = ("P3",)
LISTS = {
    "longest waiting": "sort=waiting",
    "newest": "sort=newest",
    "oldest": "sort=oldest",
    "closed": "status=closed",
    "closed, one member's": "status=closed&assignee=me",
    "waiting for a day": "waiting=1d&sort=waiting",
    "without consent": "consent=none",
    "created long ago": "created_until={long_ago}",
    "several at once": "status=open&status=closed&unread=false&consent=subscriber&sort=oldest",
}


def measure(run):
    long_ago = (datetime.now(UTC) - timedelta(days=350)).date()
    with both(run) as houses:
        for what, query in LISTS.items():
            sizes(run, what, f"/inbox/all/?{query.format(long_ago=long_ago)}", houses)
        numbers(run, houses)


def numbers(run, houses):
    """Those of the saved views that prepare.py makes; each stops counting at a thousand."""
    large, small = houses
    requests = {size: (port, desk(port, facts, "/views/counts/")) for size, (port, facts) in houses.items()}
    turns = alternate(run, requests)
    for share in (0.5, 0.95):
        ones, others = ([turn.percentile(share) for turn in turns[size]] for size in (large, small))
        what = f"numbers of saved views: p{share * 100:.0f}"
        run.found(Line("", what, ms(ones), ms(others), f"{ratios(ones, others):.2f}"))
