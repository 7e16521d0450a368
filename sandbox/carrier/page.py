"""The page: a wall of phones and the carrier's console. Plain files; everything on them comes from the control API."""

from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

STATIC = Path(__file__).parent / "static"
HEADERS = {
    # blob: for the preview of a picture before it is sent.
    "Content-Security-Policy": "default-src 'self'; img-src 'self' blob:; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}


class Files(StaticFiles):
    def file_response(self, *args: Any, **settings: Any) -> Response:
        response = super().file_response(*args, **settings)
        response.headers.update(HEADERS)
        return response


async def home(request: Request) -> Response:
    return FileResponse(STATIC / "index.html", headers=HEADERS)


routes = [Route("/", home, methods=["GET"]), Mount("/static", Files(directory=STATIC))]
