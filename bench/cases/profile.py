"""Where the time of an inbound text goes: a profile of Django's WSGI handler in one process, without a server."""

from bench.report import Line

GOALS = ()


def measure(run):
    database, _ = run.copy(run.options.small)
    print()
    print(run.house.python(database, "bench.profiling"))
    run.found(Line("", "profile", "see above"))
