"""The product's own processes: how each is started, and how one sees that it works."""

from dataclasses import dataclass

from helpdesk.up.ports import HOST


@dataclass(frozen=True)
class Command:
    """One process. It works once `port` answers HTTP, or `sign` shows in its output, or at once without either.

    `arguments` are those of `python`. `uses_django`: it may begin as a copy of a process that has it imported.
    """

    name: str
    arguments: list[str]
    port: int | None = None
    sign: str = ""
    uses_django: bool = True


def carrier(port, data):
    """The outside world of the demo: a texting provider with phones."""
    arguments = ["-m", "sandbox.carrier", "--host", HOST, "--port", str(port), "--data", str(data)]
    return Command("carrier", arguments, port=port, uses_django=False)


def web(port):
    """Pages, API, webhooks and live updates on one port. Open live streams may not hold up the end."""
    arguments = ["-m", "uvicorn", "helpdesk.asgi:application", "--host", HOST, "--port", str(port)]
    return Command("web", [*arguments, "--no-access-log", "--timeout-graceful-shutdown", "1"], port=port)


def worker():
    """Threads: a faster start and stop and a third of the memory of processes, enough for one machine."""
    arguments = [
        "-m",
        "celery",
        "--quiet",
        "-A",
        "helpdesk",
        "worker",
        "--pool",
        "threads",
        "--concurrency",
        "4",
    ]
    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "INFO"]
    return Command("worker", [*arguments, *quiet], sign=" ready.")


def sweeper():
    return Command("sweeper", ["manage.py", "sweep"])


def prepare():
    return Command("prepare", ["-m", "helpdesk.up.prepare"])
