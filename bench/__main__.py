import argparse
import os
import sys
import time
from contextlib import suppress

from bench import report, seeding
from bench.cases import CASES, TOOLS, named
from bench.house import House
from helpdesk.up import Refusal

EPILOG = """cases, by name or goal:
{cases}
tools, only when named:
{tools}
"""


def arguments():
    def lines(modules):
        return "\n".join(
            f"  {name:9} {' '.join(module.GOALS):9} {module.__doc__.splitlines()[0]}"
            for name, module in modules.items()
        )

    parser = argparse.ArgumentParser(
        "bin/bench",
        description="Measures the helpdesk on this machine, as ratios taken in one run.",
        epilog=EPILOG.format(cases=lines(CASES), tools=lines(TOOLS)),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("cases", nargs="*", metavar="CASE", type=named, help="all of them when none is named")
    parser.add_argument("--tickets", type=int, default=1_000_000, help="in the large database (%(default)s)")
    parser.add_argument("--small", type=int, default=10_000, help="in the small database (%(default)s)")
    parser.add_argument("--seconds", type=float, default=5, help="for each turn of a round (%(default)s)")
    parser.add_argument(
        "--runs", type=int, default=3, help="rounds, of which the middle counts (%(default)s)"
    )
    parser.add_argument("--streams", type=int, default=1000, help="idle live streams (%(default)s)")
    parser.add_argument("--fresh", action="store_true", help="make the databases anew")
    return parser.parse_args()


class Run:
    """What the cases share: the servers, the databases (made when first asked for), what was found."""

    def __init__(self, options):
        self.options, self.house, self.lines = options, House(), []
        self._made = {}

    def database(self, tickets):
        """The name of a database of that size, and what the clients need to know of it."""
        if tickets not in self._made:
            name = seeding.database(self.house, tickets, self.options.fresh)
            self._made[tickets] = name, self.house.prepare(name)
        return self._made[tickets]

    def copy(self, tickets):
        name, facts = self.database(tickets)
        return seeding.copy(self.house, name), facts

    def rounds(self):
        for number in range(1, self.options.runs + 1):
            self.say(f"round {number} of {self.options.runs}")
            yield number

    def say(self, text):
        seeding.say(text)

    def found(self, line):
        self.lines.append(line)


def main():
    options = arguments()
    began = time.monotonic()
    try:
        run = Run(options)
    except Refusal as refused:
        sys.exit(f"\n  ✗ {refused}\n")
    with run.house.connect() as db:
        version = db.execute("SHOW server_version").fetchone()[0]
    print(
        f"  {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, Postgres {version}, data in {run.house.places.data}"
    )
    with suppress(KeyboardInterrupt):  # what was measured until then is told all the same
        for case in options.cases or CASES.values():
            print(f"\n  {case.__doc__.splitlines()[0]}")
            case.measure(run)
    report.table(run.lines)
    print(f"  {time.monotonic() - began:.0f} s, load {os.getloadavg()[0]:.1f} at the end")
    sys.exit(any(line.met is False for line in run.lines))


if __name__ == "__main__":
    main()
