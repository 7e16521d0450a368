"""`python -m bench.sweeping NAME`: one round of a sweep, and one more that finds nothing left, each timed."""

import json
import sys
import time

import django

django.setup()

from django.db import connection  # noqa: E402  settings must be ready first

from inbox import sweeps  # noqa: E402


def main():
    sweep = getattr(sweeps, sys.argv[1])
    connection.ensure_connection()
    done, busy = timed(sweep)
    _, idle = timed(sweep)
    print(json.dumps({"done": done, "busy": busy, "idle": idle}))


def timed(sweep):
    began = time.perf_counter()
    done = sweep()
    return done, (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    main()
