"""Bulk actions (B6) as a worker does them: batch after batch, each in a transaction of its own."""

from accounts import tenancy
from inbox.models import BulkAction


def work_off(account_id: int, bulk_action_id: int) -> int:
    """All batches that nobody else has in hand. How many."""
    done = 0
    while _one(account_id, bulk_action_id):
        done += 1
    return done


def _one(account_id: int, bulk_action_id: int) -> bool:
    with tenancy.enter(account_id):
        running = BulkAction.objects.for_display().filter(pk=bulk_action_id, finished_at=None)
        bulk = running.first()
        return bulk is not None and bulk.work_off()
