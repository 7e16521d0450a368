"""The provider's REST API for messages: `/2010-04-01/Accounts/{sid}/Messages…`, as the official SDK calls it."""

import asyncio
import base64
import hmac
from collections.abc import Awaitable, Callable
from sqlite3 import Row
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from . import faults, sending
from .core import Carrier
from .errors import LATER, Refusal
from .formats import rfc2822, seconds
from .listing import Page

ROOT = "/2010-04-01/Accounts/{account}"
Endpoint = Callable[[Request, Carrier, Row], Awaitable[Response]]


def authorised(endpoint: Endpoint) -> Callable[[Request], Awaitable[Response]]:
    """Basic auth with the account's SID and token, for that account's own resources only."""

    async def view(request: Request) -> Response:
        carrier: Carrier = request.app.state.carrier
        scheme, _, encoded = request.headers.get("authorization", "").partition(" ")
        try:
            sid, _, token = base64.b64decode(encoded).decode().partition(":")
        except ValueError:
            raise Refusal(20003) from None
        account = carrier.account(sid)
        right = account is not None and hmac.compare_digest(account["token"].encode(), token.encode())
        if (
            scheme.lower() != "basic"
            or not account
            or not right
            or request.path_params.get("account", sid) != sid
        ):
            raise Refusal(20003)
        return await endpoint(request, carrier, account)

    view.__name__ = endpoint.__name__
    return view


class HangUp(Response):
    """Close the connection without a word."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await scope["hang_up"]()


async def create(request: Request, carrier: Carrier, account: Row) -> Response:
    async with request.form() as form:
        draft = sending.check(carrier, account, form)
    fault = faults.take(carrier.store, "answer", draft.sender, draft.recipient)
    kind, settings = next(iter(fault.items()), ("", {}))
    if kind:
        carrier.hub.ring("faults")
    if kind == "refuse":
        return HangUp()
    if kind in ("reject", "throttle", "error_before"):
        code = {"throttle": 20429, "error_before": 20500}.get(kind) or settings["code"]
        raise Refusal(code, to=draft.recipient, sender=draft.sender)
    message = sending.accept(carrier, account["sid"], draft)
    if kind == "drop":
        return HangUp()
    if kind == "error_after":
        raise Refusal(20500)
    if kind == "stall":
        await asyncio.sleep(settings["seconds"])
    return JSONResponse(resource(carrier, message), 201)


async def index(request: Request, carrier: Carrier, account: Row) -> Response:
    """The account's messages, newest first; `To`, `From`, `DateSent`, `DateSent>` and `DateSent<` choose among them."""
    conditions, values = ["account_sid = ?", "direction <> 'carrier'"], [account["sid"]]
    for parameter, column in (("To", "recipient"), ("From", "sender")):
        if given := request.query_params.get(parameter, "").strip():
            conditions.append(f"{column} = ?")
            values.append(given if given.startswith("+") else f"+{given}")
    for parameter, comparison in (("DateSent>", ">="), ("DateSent<", "<="), ("DateSent", "=")):
        if given := request.query_params.get(parameter, "").strip():
            # A text that is still on its way has no sent date yet; its creation stands in, so that it can be found.
            condition, bounds = _in_time(given, comparison)
            conditions.append(condition)
            values += bounds
    page = Page.of(request, "messages", "seq")
    rows = carrier.store.all(*page.query("messages", conditions, values))
    return JSONResponse(page.answer([resource(carrier, row) for row in page.shown(rows)], rows))


def _in_time(given: str, comparison: str) -> tuple[str, list[float]]:
    moment = "coalesce(sent, created)"
    try:
        at = seconds(given.replace("Z", "+00:00"))
    except ValueError:
        raise Refusal(20404, path="") from None
    if comparison == "=":  # a day: the SDK writes one with the time of midnight
        day = at - at % 86_400
        return f"{moment} >= ? AND {moment} < ?", [day, day + 86_400]
    return f"{moment} {comparison} ?", [at]


async def show(request: Request, carrier: Carrier, account: Row) -> Response:
    return JSONResponse(resource(carrier, owned_message(request, carrier, account)))


def owned_message(request: Request, carrier: Carrier, account: Row) -> Row:
    message = carrier.message(request.path_params["message"])
    if not message or message["account_sid"] != account["sid"] or message["direction"] == "carrier":
        raise Refusal(20404, path=request.url.path)
    return message


def resource(carrier: Carrier, message: Row) -> dict[str, Any]:
    uri = f"/2010-04-01/Accounts/{message['account_sid']}/Messages/{message['sid']}"
    pictures = carrier.store.one("SELECT count(*) AS n FROM media WHERE message_sid = ?", message["sid"])
    return {
        "account_sid": message["account_sid"],
        "api_version": "2010-04-01",
        "body": message["body"],
        "date_created": rfc2822(message["created"]),
        "date_sent": rfc2822(message["sent"]),
        "date_updated": rfc2822(message["updated"]),
        "direction": message["direction"],
        "error_code": message["error_code"],
        "error_message": message["error_code"] and LATER[message["error_code"]],
        "from": message["sender"] if message["status"] != "accepted" else None,
        "messaging_service_sid": message["service_sid"] or None,
        "num_media": str(pictures["n"] if pictures else 0),
        "num_segments": str(message["num_segments"] if message["status"] != "accepted" else 0),
        "price": None,
        "price_unit": "USD",
        "sid": message["sid"],
        "status": message["status"],
        "subresource_uris": {"media": f"{uri}/Media.json"},
        "to": message["recipient"],
        "uri": f"{uri}.json",
    }


routes = [
    Route(f"{ROOT}/Messages.json", authorised(create), methods=["POST"]),
    Route(f"{ROOT}/Messages.json", authorised(index), methods=["GET"]),
    Route(f"{ROOT}/Messages/{{message}}.json", authorised(show), methods=["GET"]),
]
