"""Everything on one machine with one command: `python -m helpdesk.up`, called by `bin/run`.

Real servers (Postgres, Valkey) out of wheels when DATABASE_URL or REDIS_URL are not set, then the product's own
processes, watched until Ctrl-C. The tests use the same servers on throw-away data. Linux, and macOS within limits.
"""


class Refusal(Exception):
    """What keeps the house from starting, in words for the person at the terminal."""
