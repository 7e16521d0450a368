import argparse
import asyncio
import contextlib
import json
import os
import signal
import sys
import time

from helpdesk.up import Refusal, processes
from helpdesk.up.environment import of_the_product, start_servers
from helpdesk.up.places import CHECKOUT, Places
from helpdesk.up.ports import choose_port
from helpdesk.up.screen import Screen
from helpdesk.up.supervisor import Stopped, Supervisor


def arguments():
    parser = argparse.ArgumentParser(prog="bin/run", description="Starts the whole helpdesk on this machine.")
    parser.add_argument("--no-demo", action="store_true", help="no demo account and no sandbox carrier")
    parser.add_argument("--verbose", action="store_true", help="show every log line, not only warnings")
    return parser.parse_args()


def main():
    options = arguments()
    screen = Screen(options.verbose)
    # Until the supervisor listens to signals itself, a request to end is one more way to be interrupted.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with contextlib.ExitStack() as until:
            places = Places.choose()
            until.enter_context(places.lock())
            began = asyncio.run(run(options, places, screen, until))
        screen.line(
            f"  Stopped in {time.monotonic() - began:.1f} s. Everything is kept in {shown(places.data)}."
        )
    except Refusal as refusal:
        screen.failed(str(refusal))
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


async def run(options, places, screen, until):
    """Servers, then the database, then the processes that need it; returns the time at which it was asked to stop."""
    screen.title()
    port = choose_port("PORT", os.environ.get("PORT", ""), 8000)
    carrier_port = None
    if not options.no_demo:
        carrier_port = choose_port("CARRIER_PORT", os.environ.get("CARRIER_PORT", ""), 8010, taken=(port,))
    environment = of_the_product(places, port, carrier_port)
    servers = start_servers(environment, places, screen, until)
    supervisor = Supervisor(environment, places, screen, servers)
    supervisor.catch_signals()
    try:
        sign_in = await start(supervisor, places, screen, port, carrier_port)
        tell(screen, places, environment, sign_in)
        await supervisor.until_stopped()
    except Stopped:
        pass
    finally:
        began = time.monotonic()
        screen.line()
        await supervisor.stop()
    return began


async def start(supervisor, places, screen, port, carrier_port):
    """Returns the demo's sign-in, or {}."""
    began = time.monotonic()
    outside = [processes.carrier(carrier_port, places.data / "carrier.sqlite3")] if carrier_port else []
    for command in outside:  # the demo account buys its number there, so it runs before the rest
        supervisor.start(command)
    prepared = supervisor.run_once(processes.prepare())
    printed, _ = await asyncio.gather(prepared, supervisor.answering(*outside))
    screen.done("Database and demo account" if outside else "Database", time.monotonic() - began)
    began = time.monotonic()
    inside = [processes.web(port), processes.worker(), processes.sweeper()]
    for command in inside:
        supervisor.start(command)
    await supervisor.answering(*outside, *inside)
    screen.done(", ".join(command.name for command in inside + outside), time.monotonic() - began)
    return json.loads(printed[-1])


def tell(screen, places, environment, sign_in):
    facts = [("Desk", environment["PUBLIC_BASE_URL"])]
    if sign_in:
        facts += [
            ("Phones", environment["SANDBOX_URL"]),
            ("Sign in", f"{sign_in['email']}  {sign_in['password']}"),
        ]
    screen.facts(facts)
    screen.line(
        screen.paint(
            f"  Logs are in {shown(places.data / 'logs')}. Ctrl-C stops everything and loses nothing.", 2
        )
    )


def shown(path):
    return path.relative_to(CHECKOUT) if path.is_relative_to(CHECKOUT) else path


if __name__ == "__main__":
    sys.exit(main())
