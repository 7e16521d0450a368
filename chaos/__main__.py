"""Starts the servers, then Django on them, then the cases one after the other."""

import argparse
import random
import sys

from helpdesk.up import Refusal

CASES = {
    "G1": "inbound texts, while web, worker, sweeper, Redis and Postgres are killed",
    "G2": "sends through a provider that fails in every way, while workers are killed",
    "G3": "a campaign, while people text STOP, and workers and the sweeper are killed",
}


def arguments():
    parser = argparse.ArgumentParser(
        "bin/chaos",
        description="Load and faults on the product's own processes; then a ledger of what must hold.",
        epilog="cases:\n" + "\n".join(f"  {name}  {words}" for name, words in CASES.items()),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("cases", nargs="*", metavar="CASE", help="all of them when none is named")
    parser.add_argument("--scale", type=float, default=0.2, help="of the full load (%(default)s)")
    parser.add_argument(
        "--seed", type=int, default=random.SystemRandom().randrange(10**6), help="of all chances"
    )
    options = parser.parse_args()
    if unknown := set(options.cases) - CASES.keys():
        parser.error(f"there is no case {', '.join(sorted(unknown))}")
    return options


def main() -> int:
    options = arguments()
    from chaos.rig import Rig

    try:
        with Rig() as rig:
            held = [run(rig, name, options) for name in options.cases or CASES]
            return 0 if all(held) else 1
    except Refusal as refused:
        print(f"\n  ✗ {refused}\n", file=sys.stderr)
        return 2


def run(rig, name: str, options) -> bool:
    from chaos import inbound, sending, stopping
    from chaos.ledger import Ledger

    case = {"G1": inbound, "G2": sending, "G3": stopping}[name]
    print(f"\n  {name}: {CASES[name]}  (seed {options.seed}, scale {options.scale:g})", flush=True)
    ledger = Ledger()
    case.run(rig, random.Random(f"{name} {options.seed}"), options.scale, ledger)
    rig.check_invariants(ledger)
    return ledger.close()


if __name__ == "__main__":
    sys.exit(main())
