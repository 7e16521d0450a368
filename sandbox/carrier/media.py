"""Pictures: listed by the API, fetched with the account's password, which redirects to a CDN that asks for none."""

import hmac
from sqlite3 import Row
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from .core import Carrier
from .errors import Refusal
from .formats import rfc2822
from .listing import Page
from .provider import ROOT, authorised, owned_message

# What the carrier takes from a phone. No SVG or HTML: they could run scripts on the carrier's own page.
TYPES = {
    "image/jpeg",
    "image/png",
    "image/gif",
    "image/webp",
    "video/mp4",
    "video/3gpp",
    "audio/mpeg",
    "audio/amr",
    "audio/ogg",
    "text/vcard",
    "application/pdf",
}


async def index(request: Request, carrier: Carrier, account: Row) -> Response:
    message = owned_message(request, carrier, account)
    page = Page.of(request, "media_list")
    rows = carrier.store.all(*page.query("media", ["message_sid = ?"], [message["sid"]]))
    shown = sorted(page.shown(rows), key=lambda row: row["position"])
    return JSONResponse(page.answer([resource(message, row) for row in shown], rows))


async def show(request: Request, carrier: Carrier, account: Row) -> Response:
    message = owned_message(request, carrier, account)
    return JSONResponse(resource(message, _of(request, carrier, message)))


async def content(request: Request, carrier: Carrier, account: Row) -> Response:
    media = _of(request, carrier, owned_message(request, carrier, account))
    signed = carrier.cdn_signature(media["sid"])
    return RedirectResponse(f"{carrier.base_url}/cdn/{media['sid']}?Signature={signed}", 302)


async def cdn(request: Request) -> Response:
    carrier: Carrier = request.app.state.carrier
    sid = request.path_params["media"]
    if not hmac.compare_digest(request.query_params.get("Signature", ""), carrier.cdn_signature(sid)):
        return Response("Forbidden", 403)
    return file(carrier, sid)


def file(carrier: Carrier, sid: str) -> Response:
    media = carrier.store.one("SELECT * FROM media WHERE sid = ?", sid)
    if not media or media["content"] is None:
        return Response("Not found", 404)
    headers = {
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, max-age=86400",
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    return Response(media["content"], media_type=media["content_type"], headers=headers)


def resource(message: Row, media: Row) -> dict[str, Any]:
    uri = f"/2010-04-01/Accounts/{message['account_sid']}/Messages/{message['sid']}/Media/{media['sid']}.json"
    return {
        "sid": media["sid"],
        "account_sid": message["account_sid"],
        "parent_sid": message["sid"],
        "content_type": media["content_type"],
        "date_created": rfc2822(message["created"]),
        "date_updated": rfc2822(message["updated"]),
        "uri": uri,
    }


def _of(request: Request, carrier: Carrier, message: Row) -> Row:
    media = carrier.store.one("SELECT * FROM media WHERE sid = ?", request.path_params["media"])
    if not media or media["message_sid"] != message["sid"]:
        raise Refusal(20404, path=request.url.path)
    return media


routes = [
    Route(f"{ROOT}/Messages/{{message}}/Media.json", authorised(index), methods=["GET"]),
    Route(f"{ROOT}/Messages/{{message}}/Media/{{media}}.json", authorised(show), methods=["GET"]),
    Route(f"{ROOT}/Messages/{{message}}/Media/{{media}}", authorised(content), methods=["GET"]),
    Route("/cdn/{media}", cdn, methods=["GET"]),
]
