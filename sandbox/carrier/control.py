"""The carrier's own API under `/control/`, for its page, the demo and the tests. JSON in, JSON out.

    GET    /control/accounts                    [{sid, token, name}]
    POST   /control/accounts                    {name, sid?, token?}, made up if not given; an existing one is changed
    POST   /control/accounts/{sid}/token        a new token; the old one ends at once
    DELETE /control/accounts/{sid}              the account with its numbers and messages
    GET    /control/numbers                     [{number, account_sid, name, sms_url, sms_fallback_url, opt_out, …}]
    POST   /control/numbers                     {account_sid, number, name?, sms_url?, opt_out?, …}; its own is changed
    PATCH  /control/numbers/{number}            any of those but account_sid and number; opt_out: off, default, advanced
    POST   /control/reset                       forget everything
    GET    /control/events                      server-sent events: names of what changed (hub.py)

Phones, texts and the ledger are in control_phones.py, faults in control_faults.py. An error is
`{"error": "what is wrong"}` with 400, 404, 409 or 415. Writing needs `Content-Type: application/json`, so that no other
web page can do it behind the user's back.
"""

# ruff: noqa: S608 - only names and marks are put into SQL; values are always bound

import json
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from . import optouts
from .core import Carrier
from .formats import is_sid, new_sid, now, phone_number

NUMBER_FIELDS = (
    "name",
    "sms_url",
    "sms_method",
    "sms_fallback_url",
    "sms_fallback_method",
    "opt_out",
    "service_sid",
)
NUMBER_COLUMNS = "sid, number, account_sid, " + ", ".join(NUMBER_FIELDS)
View = Callable[[Request, Carrier], Awaitable[Response]]


class Wrong(Exception):
    def __init__(self, message: str, status: int = 400):
        super().__init__(message)
        self.status = status


def control(endpoint: View) -> Callable[[Request], Awaitable[Response]]:
    async def view(request: Request) -> Response:
        try:
            return await endpoint(request, request.app.state.carrier)
        except Wrong as wrong:
            return JSONResponse({"error": str(wrong)}, wrong.status)

    view.__name__ = endpoint.__name__
    return view


async def data(request: Request) -> dict[str, Any]:
    """The JSON object of a request. Raises Wrong."""
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        raise Wrong("send JSON with Content-Type: application/json", 415)
    try:
        given = json.loads(await request.body())
    except ValueError:
        raise Wrong("this is not JSON") from None
    if not isinstance(given, dict):
        raise Wrong("send one JSON object")
    return given


def number_of(text: Any) -> str:
    number = phone_number(text) if isinstance(text, str) else None
    if not number:
        raise Wrong(f"{text!r} is not a phone number like +15035550123")
    return number


async def accounts(request: Request, carrier: Carrier) -> Response:
    rows = carrier.store.all("SELECT sid, token, name FROM accounts ORDER BY created, rowid")
    return JSONResponse([dict(row) for row in rows])


async def new_account(request: Request, carrier: Carrier) -> Response:
    given = await data(request)
    sid, token = str(given.get("sid") or new_sid("AC")), str(given.get("token") or secrets.token_hex(16))
    if not is_sid(sid, "AC"):
        raise Wrong("an account's sid is AC and 32 hexadecimal digits")
    name = str(given.get("name") or "").strip() or "Account"
    carrier.store.run(
        "INSERT INTO accounts VALUES (?, ?, ?, ?) "
        "ON CONFLICT DO UPDATE SET token = excluded.token, name = excluded.name",
        *(sid, token, name, now()),
    )
    carrier.hub.ring("console")
    return JSONResponse({"sid": sid, "token": token, "name": name}, 201)


async def new_token(request: Request, carrier: Carrier) -> Response:
    sid, token = request.path_params["account"], secrets.token_hex(16)
    if not carrier.store.change("accounts", "sid", sid, token=token):
        raise Wrong("there is no such account", 404)
    carrier.hub.ring("console")
    return JSONResponse({"sid": sid, "token": token})


async def delete_account(request: Request, carrier: Carrier) -> Response:
    if not carrier.store.run("DELETE FROM accounts WHERE sid = ?", request.path_params["account"]):
        raise Wrong("there is no such account", 404)
    carrier.hub.ring("console", "phones")
    return Response(status_code=204)


async def numbers(request: Request, carrier: Carrier) -> Response:
    rows = carrier.store.all(f"SELECT {NUMBER_COLUMNS} FROM numbers ORDER BY created, rowid")
    return JSONResponse([dict(row) for row in rows])


async def new_number(request: Request, carrier: Carrier) -> Response:
    given = await data(request)
    number, at = number_of(given.get("number")), now()
    if not carrier.account(str(given.get("account_sid"))):
        raise Wrong("there is no such account", 404)
    fields, existing = _number_fields(given), carrier.number(number)
    _make_service(carrier, str(given["account_sid"]), fields.get("service_sid", ""))
    if existing and existing["account_sid"] != given["account_sid"]:
        raise Wrong(f"{number} is taken", 409)
    if existing:
        carrier.store.change("numbers", "number", number, updated=at, **fields)
    else:
        made = {
            "sid": new_sid("PN"),
            "account_sid": given["account_sid"],
            "number": number,
            "created": at,
            "updated": at,
        }
        carrier.store.add("numbers", **made | {"name": number} | fields)
    return _number_answer(carrier, number, 201)


async def change_number(request: Request, carrier: Carrier) -> Response:
    number = number_of(request.path_params["number"])
    changes = _number_fields(await data(request))
    if not (existing := carrier.number(number)):
        raise Wrong(f"{number} is not a number of this carrier", 404)
    carrier.store.change("numbers", "number", number, updated=now(), **changes)
    _make_service(carrier, existing["account_sid"], changes.get("service_sid", ""))
    return _number_answer(carrier, number, 200)


def _make_service(carrier: Carrier, account_sid: str, sid: str) -> None:
    """A messaging service comes to be with its first number."""
    carrier.store.run(
        "INSERT OR IGNORE INTO services (sid, account_sid, name, created, updated) SELECT ?, ?, ?, ?, ? WHERE ? <> ''",
        *(sid, account_sid, "Service", now(), now(), sid),
    )


def _number_fields(given: dict[str, Any]) -> dict[str, str]:
    fields = {name: str(given[name] or "").strip() for name in NUMBER_FIELDS if name in given}
    for name in ("sms_url", "sms_fallback_url"):
        if fields.get(name) and not fields[name].startswith(("http://", "https://")):
            raise Wrong("a webhook address begins with http:// or https://")
    if fields.get("opt_out", "off") not in optouts.MODES:
        raise Wrong(f"opt_out is one of {', '.join(optouts.MODES)}")
    return fields


def _number_answer(carrier: Carrier, number: str, status: int) -> Response:
    carrier.hub.ring("console", "phones")
    row = carrier.store.one(f"SELECT {NUMBER_COLUMNS} FROM numbers WHERE number = ?", number)
    return JSONResponse(dict(row or {}), status)


async def reset(request: Request, carrier: Carrier) -> Response:
    await data(request)
    for table in ("accounts", "phones", "optouts", "faults"):
        carrier.store.run(f"DELETE FROM {table}")
    carrier.hub.ring("console", "phones", "faults")
    return Response(status_code=204)


async def events(request: Request, carrier: Carrier) -> Response:
    async def stream() -> AsyncIterator[str]:
        yield "retry: 1000\n\n"
        async for name in carrier.hub.listen():
            yield f"data: {name}\n\n" if name else ": still here\n\n"

    return StreamingResponse(stream(), media_type="text/event-stream", headers={"Cache-Control": "no-store"})


routes = [
    Route("/control/accounts", control(accounts), methods=["GET"]),
    Route("/control/accounts", control(new_account), methods=["POST"]),
    Route("/control/accounts/{account}/token", control(new_token), methods=["POST"]),
    Route("/control/accounts/{account}", control(delete_account), methods=["DELETE"]),
    Route("/control/numbers", control(numbers), methods=["GET"]),
    Route("/control/numbers", control(new_number), methods=["POST"]),
    Route("/control/numbers/{number}", control(change_number), methods=["PATCH"]),
    Route("/control/reset", control(reset), methods=["POST"]),
    Route("/control/events", control(events), methods=["GET"]),
]
