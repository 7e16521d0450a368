import logging
import signal
import threading

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection
from django.utils.module_loading import import_string

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = (
        "Do what is due, over and over: one thread per sweep, so that a slow provider never delays a timer."
    )

    def handle(self, *args, **options):
        stop = threading.Event()
        for signum in (signal.SIGTERM, signal.SIGINT):
            signal.signal(signum, lambda *_: stop.set())
        threads = [
            threading.Thread(target=run, args=(path, seconds, stop), name=path)
            for path, seconds in settings.SWEEPS.items()
        ]
        for thread in threads:
            thread.start()
        self.stdout.write("sweeping")
        for thread in threads:
            thread.join()


def run(path: str, seconds: float, stop: threading.Event) -> None:
    sweep = import_string(path)
    while not stop.is_set():
        try:
            sweep()
        except Exception:
            logger.exception("%s failed, again in %s s", path, seconds)
            connection.close()
        stop.wait(seconds)
    connection.close()
