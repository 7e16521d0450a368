"""What the processes of the product have in common, imported once. Only imports: no connection, no file of a run.

(helpdesk.asgi is left out: the static files are listed when it is imported, which is after they are collected.)
"""

import contextlib
import importlib

from helpdesk.up.children import die_with_parent

COMMON = (
    "a2wsgi",
    "celery.apps.worker",
    "celery.bin.celery",
    "celery.concurrency.thread",
    "django.core.management.commands.migrate",
    "httptools",
    "kombu.transport.redis",
    "uvicorn.main",
    "uvicorn.protocols.http.httptools_impl",
    "uvloop",
)


def load():
    import django
    from django.conf import settings

    django.setup()
    for module in (*COMMON, settings.ROOT_URLCONF):
        importlib.import_module(module)


# multiprocessing would keep this process alive for as long as one of its copies is.
die_with_parent()
# What is broken is told by the process that needs it, on a screen that somebody reads.
with contextlib.suppress(Exception):
    load()
