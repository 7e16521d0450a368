"""`python -m bench.dealing WAY ACCOUNT`: 16 callers give away all that waits in the account's Unassigned.

`bare` locks one row and updates one ticket per transaction, `single` is round robin with one ticket per transaction,
and `backlog` is round robin as it is.
"""

import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import django

django.setup()

from django.db import connection  # noqa: E402  settings must be ready first

from accounts import tenancy  # noqa: E402
from inbox import rota  # noqa: E402
from inbox.models import Duty, Rota, Ticket  # noqa: E402

CALLERS = 16


def main():
    way, account = sys.argv[1], int(sys.argv[2])
    if way == "single":
        rota.BATCH = 1
    with tenancy.enter(account):
        tickets = list(Ticket.objects.for_rota().values_list("pk", flat=True))
        members = list(Duty.objects.values_list("member_id", flat=True))
    give = bare(account, tickets, members) if way == "bare" else lambda: rota.hand_out(account)
    with ThreadPoolExecutor(CALLERS) as pool:
        list(pool.map(connect, range(CALLERS)))
        began = time.perf_counter()
        list(pool.map(lambda _: give(), range(CALLERS)))
        took = time.perf_counter() - began
    with tenancy.enter(account):
        left = Ticket.objects.for_rota().count()
    print(json.dumps({"given": len(tickets), "left": left, "rate": len(tickets) / took}))


def connect(_):
    connection.ensure_connection()
    time.sleep(0.05)  # so that each thread of the pool does it


def bare(account, tickets, members):
    turn = count()

    def give():
        while (n := next(turn)) < len(tickets):
            with tenancy.enter(account):
                Rota.objects.select_for_update().get(account=account)
                Ticket.objects.filter(pk=tickets[n]).update(assignee=members[n % len(members)])

    return give


if __name__ == "__main__":
    main()
