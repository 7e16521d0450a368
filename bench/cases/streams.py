"""Idle live streams in one live process: its memory before and after they were opened, and its threads."""

from pathlib import Path

from bench.cases.live import stream_request
from bench.listeners import Listening, process
from bench.report import Line, limit

GOALS = ("P8",)
FIRST = 50  # streams before the first look, so that what is loaded once does not count


def measure(run):
    database, facts = run.database(run.options.small)
    streams = run.options.streams
    with run.house.web(database) as web, run.house.live(database) as (port, pid):
        request = stream_request(web, facts)
        with process(Listening(port, request, FIRST)):
            before, threads = memory(pid), of(pid, "Threads")
            with process(Listening(port, request, streams)):
                after, then = memory(pid), of(pid, "Threads")
    run.found(
        limit("P8", f"memory of an idle stream, {streams:,} of them", (after - before) / streams, 20, " KB")
    )
    run.found(
        Line(
            "P8", "threads of the live process", str(then), str(threads), "", "none each", then - threads < 10
        )
    )
    run.found(Line("", "memory of the live process", f"{after / 1024:.0f} MB", f"{before / 1024:.0f} MB"))


def memory(pid):
    """KB."""
    return of(pid, "VmRSS")


def of(pid, name):
    found = next(
        line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith(name)
    )
    return int(found.split()[1])
