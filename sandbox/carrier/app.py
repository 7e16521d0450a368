"""The ASGI application: the provider's API, the control API and the page on one port."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from . import (
    control,
    control_faults,
    control_phones,
    media,
    page,
    provider,
    provider_numbers,
    provider_services,
)
from .core import Carrier
from .errors import Refusal, refuse
from .statuses import Advance
from .webhooks import Posting


def create(carrier: Carrier) -> Any:
    """The application around a carrier; it closes the carrier when the server stops."""

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        work = asyncio.create_task(carrier.jobs.work())
        yield
        work.cancel()
        await carrier.close()

    carrier.jobs.handle("post", Posting(carrier))
    carrier.jobs.handle("advance", Advance(carrier))
    routes = [
        *provider.routes,
        *provider_numbers.routes,
        *provider_services.routes,
        *media.routes,
        *control.routes,
        *control_faults.routes,
        *control_phones.routes,
        *page.routes,
        Route("/health", health),
        Route("/2010-04-01/{rest:path}", nothing_here),
        Route("/v1/{rest:path}", nothing_here),
    ]
    app = Starlette(routes=routes, lifespan=lifespan, exception_handlers={Refusal: refuse})
    app.state.carrier = carrier
    return with_hang_up(app)


async def health(request: Request) -> Response:
    return JSONResponse({"ok": True})


async def nothing_here(request: Request) -> Response:
    raise Refusal(20404, path=request.url.path)


def with_hang_up(app: Any) -> Any:
    """Gives each request a way to cut its connection, which ASGI itself doesn't have.

    uvicorn's `send` is a method of its request cycle, which knows the transport.
    """

    async def application(scope: Any, receive: Any, send: Any) -> None:
        async def hang_up() -> None:
            send.__self__.transport.abort()
            await asyncio.sleep(0.01)  # let the server notice, or it would answer 500 for want of an answer

        if scope["type"] == "http":
            scope["hang_up"] = hang_up
        await app(scope, receive, send)

    return application
