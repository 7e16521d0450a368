"""`python -m bench.flowing ACCOUNT`: move on whoever is due in their flows, timed; then once more with nobody due.
`… ACCOUNT flow`: make a flow and switch it on; the ids of it, its version and its source."""

import json
import sys
import time

import django

django.setup()

from django.db import connection  # noqa: E402  settings must be ready first

from accounts import tenancy  # noqa: E402
from accounts.models import Account  # noqa: E402
from campaigns import advancing  # noqa: E402
from campaigns.models import Flow  # noqa: E402

STEPS = [
    {"kind": "text", "id": "hello", "text": "Hi {first_name}, welcome to Acme! https://acme.example/new"},
    {"kind": "wait", "id": "later", "number": 1, "unit": "days"},
    {"kind": "text", "id": "offer", "text": "10 % off at Acme today"},
]


def main():
    account_id = int(sys.argv[1])
    if "flow" in sys.argv:
        with tenancy.enter(account_id):
            flow = Flow.objects.make(
                Account.objects.get(pk=account_id), "Welcome", metric="Joined", steps=STEPS
            )
            version = flow.switch_on()
            print(json.dumps({"flow": flow.pk, "version": version.pk, "source": flow.source_id}))
        return
    connection.ensure_connection()
    done, busy = timed()
    _, idle = timed()
    print(json.dumps({"done": done, "busy": busy, "idle": idle}))


def timed():
    began = time.perf_counter()
    done = advancing.advance_due()
    return done, (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    main()
