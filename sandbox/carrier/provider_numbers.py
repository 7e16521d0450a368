"""The provider's REST API for the account itself and its numbers, whose webhook addresses can be read and set."""

from sqlite3 import Row
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from .core import Carrier
from .errors import Refusal
from .formats import now, rfc2822
from .listing import Page
from .provider import ROOT, authorised

SETTABLE = {
    "FriendlyName": "name",
    "SmsUrl": "sms_url",
    "SmsMethod": "sms_method",
    "SmsFallbackUrl": "sms_fallback_url",
    "SmsFallbackMethod": "sms_fallback_method",
}


async def account_details(request: Request, carrier: Carrier, account: Row) -> Response:
    uri = f"/2010-04-01/Accounts/{account['sid']}"
    return JSONResponse(
        {
            "sid": account["sid"],
            "friendly_name": account["name"],
            "auth_token": account["token"],
            "status": "active",
            "type": "Full",
            "owner_account_sid": account["sid"],
            "date_created": rfc2822(account["created"]),
            "date_updated": rfc2822(account["created"]),
            "uri": f"{uri}.json",
            "subresource_uris": {
                "messages": f"{uri}/Messages.json",
                "incoming_phone_numbers": f"{uri}/IncomingPhoneNumbers.json",
            },
        }
    )


async def index(request: Request, carrier: Carrier, account: Row) -> Response:
    conditions, values = ["account_sid = ?"], [account["sid"]]
    if wanted := request.query_params.get("PhoneNumber", "").strip():
        conditions.append("number LIKE '%' || ? || '%'")
        values.append(wanted.replace("*", "%"))
    page = Page.of(request, "incoming_phone_numbers")
    rows = carrier.store.all(*page.query("numbers", conditions, values))
    return JSONResponse(page.answer([resource(row) for row in page.shown(rows)], rows))


async def show(request: Request, carrier: Carrier, account: Row) -> Response:
    return JSONResponse(resource(_owned(request, carrier, account)))


async def change(request: Request, carrier: Carrier, account: Row) -> Response:
    number = _owned(request, carrier, account)
    async with request.form() as form:
        changes: dict[str, Any] = {
            SETTABLE[name]: str(value) for name, value in form.items() if name in SETTABLE
        }
    carrier.store.change("numbers", "sid", number["sid"], **changes, updated=now())
    carrier.hub.ring("console")
    return JSONResponse(resource(_owned(request, carrier, account)))


def _owned(request: Request, carrier: Carrier, account: Row) -> Row:
    number = carrier.store.one("SELECT * FROM numbers WHERE sid = ?", request.path_params["number"])
    if not number or number["account_sid"] != account["sid"]:
        raise Refusal(20404, path=request.url.path)
    return number


def resource(number: Row) -> dict[str, Any]:
    return {
        "sid": number["sid"],
        "account_sid": number["account_sid"],
        "friendly_name": number["name"],
        "phone_number": number["number"],
        "sms_url": number["sms_url"],
        "sms_method": number["sms_method"],
        "sms_fallback_url": number["sms_fallback_url"],
        "sms_fallback_method": number["sms_fallback_method"],
        "sms_application_sid": "",
        "status_callback": "",
        "status_callback_method": "POST",
        "capabilities": {"voice": False, "sms": True, "mms": True, "fax": False},
        "api_version": "2010-04-01",
        "beta": False,
        "origin": "twilio",
        "status": "in-use",
        "date_created": rfc2822(number["created"]),
        "date_updated": rfc2822(number["updated"]),
        "uri": f"/2010-04-01/Accounts/{number['account_sid']}/IncomingPhoneNumbers/{number['sid']}.json",
    }


routes = [
    Route(f"{ROOT}.json", authorised(account_details), methods=["GET"]),
    Route(f"{ROOT}/IncomingPhoneNumbers.json", authorised(index), methods=["GET"]),
    Route(f"{ROOT}/IncomingPhoneNumbers/{{number}}.json", authorised(show), methods=["GET"]),
    Route(f"{ROOT}/IncomingPhoneNumbers/{{number}}.json", authorised(change), methods=["POST"]),
]
