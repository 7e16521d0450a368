"""Everything on one port, for one machine without a proxy: the live stream raw, the rest through Django's WSGI handler
on a fixed pool of threads (Django under ASGI costs several times the CPU and a thread per open stream)."""

import gc
from typing import Any, cast

from a2wsgi import WSGIMiddleware

from helpdesk import live_server
from helpdesk.wsgi import application as wsgi

THREADS = 8

_pages = WSGIMiddleware(cast(Any, wsgi), workers=THREADS)


async def application(scope, receive, send):
    if scope["type"] != "http" or scope["path"] == "/live/":
        await live_server.application(scope, receive, send)
    else:
        await _pages(scope, receive, send)


# What is loaded now stays: the collector need not walk it again, which would hold up every request for tens of ms.
gc.collect()
gc.freeze()
