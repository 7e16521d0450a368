"""Sessions whose time is over (H8, D3), and troubles that are mended.

A batch is one transaction: the fallbacks and that it is over are written together or not at all. People and sessions
are taken with SKIP LOCKED, so two sweeps share the work, and an answer that is on its way in goes first.
"""

import logging
from datetime import timedelta

from django.utils import timezone

from accounts import tenancy
from accounts.models import Account
from automations import troubles
from automations.expiring import Batch
from automations.models import Session

logger = logging.getLogger(__name__)

BATCH = 1000
PAUSE = timedelta(minutes=10)  # of one that could not be timed out


def time_out() -> int:
    """Until none is due any more; also after an outage, in the order of their times. How many."""
    with tenancy.every_account():
        due = Session.objects.due(timezone.now()).order_by()
        accounts = list(due.values_list("account", flat=True).distinct())
    return sum(_of_account(account_id) for account_id in accounts)


def _of_account(account_id: int) -> int:
    done = 0
    while some := _some(account_id):
        done += some
        if some < BATCH:
            break
    return done


def _some(account_id: int) -> int:
    try:
        return expire(account_id)
    except Exception:
        logger.exception("sessions of account %s: a batch failed, so it is done one by one", account_id)
        return _one_by_one(account_id)


def _one_by_one(account_id: int) -> int:
    with tenancy.enter(account_id):
        due = list(Session.objects.due(timezone.now()).values_list("pk", flat=True)[:BATCH])
    for pk in due:
        try:
            expire(account_id, only=pk)
        except Exception:
            logger.exception("session %s could not time out", pk)
            with tenancy.enter(account_id):
                Session.objects.running().filter(pk=pk).update(held_until=timezone.now() + PAUSE)
    return len(due)


def expire(account_id: int, only: int | None = None) -> int:
    """Those that are due longest, as many as go into a batch. How many that were."""
    with tenancy.enter(account_id):
        now = timezone.now()
        due = Session.objects.due(now).select_related("profile")
        due = due.filter(pk=only) if only else due
        locked = due.select_for_update(of=("self", "profile"), skip_locked=True, no_key=True)
        if sessions := list(locked[:BATCH]):
            Batch(Account.objects.get(pk=account_id), sessions, now).end()
        return len(sessions)


def settle_troubles() -> int:
    """How many accounts had any."""
    with tenancy.every_account():
        told = list(Account.objects.exclude(alerts={}).values_list("pk", "alerts"))
    found = [pk for pk, alerts in told if any(key.startswith(troubles.KEY) for key in alerts)]
    for account_id in found:
        try:
            with tenancy.enter(account_id):
                troubles.settle(Account.objects.get(pk=account_id))
        except Exception:
            logger.exception("account %s's troubles can't be settled now", account_id)
    return len(found)
