"""How Postgres runs the queries of the inbox and of the long ticket in the large database, explained."""

from bench.report import Line

GOALS = ()


def measure(run):
    database, facts = run.database(run.options.tickets)
    paths = [
        f"/a/{facts['slug']}{path}"
        for path in ("/inbox/all/", "/inbox/unassigned/", f"/tickets/{run.options.tickets + 1}/?peek")
    ]
    print()
    print(run.house.python(database, "bench.planning", facts["cookie"], *paths))
    run.found(Line("", "plans", "see above"))
