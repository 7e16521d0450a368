"""The engine of the flows (G2, D3): whoever is due goes on to their next wait.

A batch is one transaction: what it sends, and where it leaves everybody, is written together or not at all. Rows are
taken with SKIP LOCKED, so two sweeps share the work; who left meanwhile is no longer due when the lock is had.
"""

import logging

from django.utils import timezone

from accounts import tenancy
from accounts.models import Account
from campaigns.flow_batch import PAUSE, Batch
from campaigns.models import Enrolment

logger = logging.getLogger(__name__)

BATCH = 1000


def advance_due() -> int:
    """Until nobody is due any more; also after an outage, in the order of their times. How many."""
    with tenancy.every_account():
        due = Enrolment.objects.due(timezone.now()).order_by()
        accounts = list(due.values_list("account", flat=True).distinct())
    return sum(_advance_account(account_id) for account_id in accounts)


def _advance_account(account_id: int) -> int:
    done = 0
    while some := _some(account_id):
        done += some
        if some < BATCH:
            break
    return done


def _some(account_id: int) -> int:
    try:
        return advance(account_id)
    except Exception:
        logger.exception("flows of account %s: a batch failed, so it is done one by one", account_id)
        return _one_by_one(account_id)


def _one_by_one(account_id: int) -> int:
    with tenancy.enter(account_id):
        due = list(Enrolment.objects.due(timezone.now()).values_list("pk", flat=True)[:BATCH])
    for pk in due:
        try:
            advance(account_id, only=pk)
        except Exception:
            logger.exception("flows: enrolment %s failed", pk)
            with tenancy.enter(account_id):
                Enrolment.objects.running().filter(pk=pk).update(
                    due_at=timezone.now() + PAUSE, held="Something went wrong with it. It is tried again."
                )
    return len(due)


def advance(account_id: int, only: int | None = None) -> int:
    """Those who are due longest, as many as go into a batch. How many that were."""
    with tenancy.enter(account_id):
        now = timezone.now()
        due = Enrolment.objects.due(now).select_related("profile")
        due = due.filter(pk=only) if only else due
        rows = list(due.select_for_update(of=("self",), skip_locked=True)[:BATCH])
        if rows:
            Batch(Account.objects.get(pk=account_id), rows, now).go_on()
        return len(rows)
