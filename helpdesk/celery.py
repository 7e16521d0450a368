import logging
import os

from celery import Celery
from django.db import transaction
from kombu.exceptions import OperationalError
from redis import RedisError

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")

logger = logging.getLogger(__name__)
BROKER_AWAY = (OperationalError, RedisError, OSError)
app = Celery("helpdesk")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


def later(task: str, *ids: int) -> None:
    """Ring for a worker after commit. Only a bell: the row it names is due in the database, where a sweep finds it
    if the bell is lost. By name, so that a model need not import the module of tasks that imports it."""
    transaction.on_commit(lambda: _ring(task, ids), robust=True)  # a partial has no name to be logged by


def _ring(task: str, ids: tuple[int, ...]) -> None:
    try:
        app.send_task(task, ids)
    except BROKER_AWAY:
        logger.warning("the worker can't be rung, a sweep will do it: %s%s", task, ids)
