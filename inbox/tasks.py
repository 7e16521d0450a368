"""Each task fetches by id and calls the verb; every one has a sweep that would do its work if it never ran."""

from celery import shared_task

from inbox import bulk, rota, sending


@shared_task
def send(account_id: int, delivery_id: int) -> None:
    sending.send(account_id, delivery_id)


@shared_task
def hand_out(account_id: int) -> None:
    rota.hand_out(account_id)


@shared_task
def bulk_action(account_id: int, bulk_action_id: int) -> None:
    bulk.work_off(account_id, bulk_action_id)
