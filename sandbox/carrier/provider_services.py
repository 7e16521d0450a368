"""The provider's REST API for messaging services, pools of numbers: `/v1/Services…` of its messaging host. A service
posts texts to an address of its own or leaves that to the number (`UseInboundWebhookOnNumber`)."""

from sqlite3 import Row
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from .core import Carrier
from .errors import Refusal
from .formats import iso, now
from .provider import authorised

SETTABLE = {"FriendlyName": "name", "InboundRequestUrl": "inbound_url", "FallbackUrl": "fallback_url"}


async def index(request: Request, carrier: Carrier, account: Row) -> Response:
    rows = carrier.store.all("SELECT * FROM services WHERE account_sid = ? ORDER BY created", account["sid"])
    return _page(request, "services", [resource(row) for row in rows])


async def show(request: Request, carrier: Carrier, account: Row) -> Response:
    return JSONResponse(resource(_owned(request, carrier, account)))


async def change(request: Request, carrier: Carrier, account: Row) -> Response:
    service = _owned(request, carrier, account)
    async with request.form() as form:
        changes: dict[str, Any] = {
            SETTABLE[name]: str(value) for name, value in form.items() if name in SETTABLE
        }
        if "UseInboundWebhookOnNumber" in form:
            changes["number_decides"] = str(form["UseInboundWebhookOnNumber"]).lower() == "true"
    carrier.store.change("services", "sid", service["sid"], **changes, updated=now())
    carrier.hub.ring("console")
    return JSONResponse(resource(_owned(request, carrier, account)))


async def numbers(request: Request, carrier: Carrier, account: Row) -> Response:
    service = _owned(request, carrier, account)
    rows = carrier.store.all("SELECT * FROM numbers WHERE service_sid = ? ORDER BY created", service["sid"])
    return _page(request, "phone_numbers", [_number(row) for row in rows])


def _owned(request: Request, carrier: Carrier, account: Row) -> Row:
    service = carrier.store.one("SELECT * FROM services WHERE sid = ?", request.path_params["service"])
    if not service or service["account_sid"] != account["sid"]:
        raise Refusal(20404, path=request.url.path)
    return service


def _page(request: Request, key: str, resources: list[dict[str, Any]]) -> Response:
    """All on one page: nobody has thousands of them in a box."""
    url = str(request.url)
    meta = {
        "page": 0,
        "page_size": 1000,
        "first_page_url": url,
        "previous_page_url": None,
        "url": url,
        "next_page_url": None,
        "key": key,
    }
    return JSONResponse({"meta": meta, key: resources})


def resource(service: Row) -> dict[str, Any]:
    return {
        "sid": service["sid"],
        "account_sid": service["account_sid"],
        "friendly_name": service["name"],
        "inbound_request_url": service["inbound_url"] or None,
        "inbound_method": "POST",
        "fallback_url": service["fallback_url"] or None,
        "fallback_method": "POST",
        "use_inbound_webhook_on_number": bool(service["number_decides"]),
        "date_created": iso(service["created"]),
        "date_updated": iso(service["updated"]),
    }


def _number(number: Row) -> dict[str, Any]:
    return {
        "sid": number["sid"],
        "account_sid": number["account_sid"],
        "service_sid": number["service_sid"],
        "phone_number": number["number"],
        "country_code": "US",
        "capabilities": ["SMS", "MMS"],
        "date_created": iso(number["created"]),
        "date_updated": iso(number["updated"]),
    }


routes = [
    Route("/v1/Services", authorised(index), methods=["GET"]),
    Route("/v1/Services/{service}", authorised(show), methods=["GET"]),
    Route("/v1/Services/{service}", authorised(change), methods=["POST"]),
    Route("/v1/Services/{service}/PhoneNumbers", authorised(numbers), methods=["GET"]),
]
