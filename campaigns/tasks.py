"""Each task has a sweep that would do its work if it never ran."""

from celery import shared_task

from campaigns import working


@shared_task
def prepare(account_id: int, campaign_id: int) -> None:
    working.prepare(account_id, campaign_id)
