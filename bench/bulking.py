"""`python -m bench.bulking ACCOUNT MANY`: close so many tickets by one bulk action and undo it, each timed."""

import json
import sys
import time

import django

django.setup()

from accounts import tenancy  # noqa: E402  settings must be ready first
from accounts.models import Account  # noqa: E402
from inbox import bulk  # noqa: E402
from inbox.models import SYSTEM, BulkAction, Ticket  # noqa: E402


def main():
    account_id, many = (int(argument) for argument in sys.argv[1:])
    with tenancy.enter(account_id):
        account = Account.objects.get(pk=account_id)
    closing, asked = timed(lambda: begin(account, many))
    _, closed = timed(lambda: bulk.work_off(account_id, closing.pk))
    undoing, _ = timed(lambda: undo(account_id, closing))
    _, undone = timed(lambda: bulk.work_off(account_id, undoing.pk))
    print(json.dumps({"asked": asked, "closed": closed, "undone": undone, "changed": changed(account_id)}))


def begin(account, many):
    with tenancy.enter(account.pk):
        chosen = Ticket.objects.filter(account=account, closed_at=None).order_by("id")[:many]
        return BulkAction.objects.begin(
            account, "close", Ticket.objects.filter(pk__in=chosen.values("id")), SYSTEM
        )


def undo(account_id, closing):
    with tenancy.enter(account_id):
        return BulkAction.objects.for_display().get(pk=closing.pk).undo(SYSTEM)


def changed(account_id):
    """Tickets of the closing, and of its undoing."""
    with tenancy.enter(account_id):
        return list(BulkAction.objects.order_by("-id").values_list("changed", flat=True)[:2])


def timed(verb):
    began = time.perf_counter()
    done = verb()
    return done, (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    main()
