"""Phones and what they text, and the ledger of everything (see control.py for the rest and for errors).

GET    /control/phones                      [{number, name}]
POST   /control/phones                      {number, name?}; an existing one is renamed
GET    /control/phones/{number}/thread      ?with=<number>&limit=100: what this phone wrote and got, oldest first
POST   /control/phones/{number}/texts       {to, body, media?, message_sid?, at?, quiet?}; media is
                                                [{content_type, data (base64)}]
                                            → the message; with ?wait=1 after its webhook is through
POST   /control/history                     {messages: [{from, to, body, at, sid?}]}: past texts both ways, not posted
POST   /control/messages/{sid}/again        post an inbound text once more
GET    /control/messages/{sid}              one message of the ledger
GET    /control/ledger                      ?limit=100&account=&after=<sid>: every message with every webhook attempt
GET    /control/media/{sid}                 a picture
"""

import base64
import binascii
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from . import ledger, media, segments, texting
from .control import Wrong, control, data, number_of
from .core import Carrier
from .formats import is_sid, new_sid, now, seconds

LARGEST = 5_000_000  # bytes of all pictures of one text, as at the provider


async def phones(request: Request, carrier: Carrier) -> Response:
    rows = carrier.store.all("SELECT number, name FROM phones ORDER BY created, rowid")
    return JSONResponse([dict(row) for row in rows])


async def new_phone(request: Request, carrier: Carrier) -> Response:
    given = await data(request)
    number = number_of(given.get("number"))
    name = str(given.get("name") or "").strip() or number
    if carrier.number(number):
        raise Wrong(f"{number} belongs to an account, it can't be a phone too", 409)
    carrier.store.run(
        "INSERT INTO phones VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET name = excluded.name",
        number,
        name,
        now(),
    )
    carrier.hub.ring("phones")
    return JSONResponse({"number": number, "name": name}, 201)


async def delete_phone(request: Request, carrier: Carrier) -> Response:
    if not carrier.store.run("DELETE FROM phones WHERE number = ?", request.path_params["number"]):
        raise Wrong("there is no such phone", 404)
    carrier.hub.ring("phones")
    return Response(status_code=204)


async def thread(request: Request, carrier: Carrier) -> Response:
    phone = number_of(request.path_params["number"])
    condition, values = "(m.sender = ? OR (m.recipient = ? AND m.status = 'delivered'))", [phone, phone]
    if other := request.query_params.get("with"):
        condition += " AND ? IN (m.sender, m.recipient)"
        values.append(other)
    limit = int(request.query_params.get("limit", 100))
    messages = ledger.messages(carrier, condition, *values, limit=limit)
    return JSONResponse([message | {"mine": message["from"] == phone} for message in messages])


async def new_text(request: Request, carrier: Carrier) -> Response:
    phone, given = number_of(request.path_params["number"]), await data(request)
    to, sid = number_of(given.get("to")), str(given.get("message_sid") or "")
    if sid and not is_sid(sid, "SM", "MM"):
        raise Wrong("message_sid is SM or MM and 32 hexadecimal digits")
    # A lone surrogate can come in through JSON; a real carrier would deliver it as a replacement character.
    body = str(given.get("body") or "").encode(errors="replace").decode()
    try:
        message = texting.receive(
            carrier,
            phone,
            to,
            body,
            _pictures(given),
            sid=sid,
            at=seconds(given["at"]) if given.get("at") else None,
            quiet=bool(given.get("quiet")),
        )
    except ValueError as error:
        raise Wrong(str(error)) from None
    if request.query_params.get("wait"):
        await carrier.jobs.settled(message["sid"])
    return JSONResponse(_one(carrier, message["sid"]), 201)


def _pictures(given: dict[str, Any]) -> list[texting.Picture]:
    pictures = []
    for item in given.get("media") or []:
        content_type = str(item.get("content_type", "")).lower()
        if content_type not in media.TYPES:
            raise Wrong(
                f"a phone can't send {content_type or 'a file of unknown type'}; "
                "pictures, video, sound, contact cards and PDF work"
            )
        try:
            pictures.append(
                texting.Picture(content_type, base64.b64decode(item.get("data") or "", validate=True))
            )
        except (binascii.Error, TypeError):
            raise Wrong("media data is base64") from None
    if len(pictures) > 10 or sum(len(picture.content) for picture in pictures) > LARGEST:
        raise Wrong("a text holds at most 10 pictures and 5 MB")
    return pictures


async def history(request: Request, carrier: Carrier) -> Response:
    sids = []
    given = (await data(request)).get("messages") or []
    with carrier.store.together():
        for item in given:
            sender, recipient = number_of(item.get("from")), number_of(item.get("to"))
            inbound = carrier.number(recipient)
            owner = inbound or carrier.number(sender)
            if not owner:
                raise Wrong(f"neither {sender} nor {recipient} is a number of this carrier")
            at, body, sid = (
                seconds(item["at"]),
                str(item.get("body") or ""),
                str(item.get("sid") or new_sid("SM")),
            )
            carrier.store.add(
                "messages",
                sid=sid,
                account_sid=owner["account_sid"],
                sender=sender,
                recipient=recipient,
                body=body,
                direction="inbound" if inbound else "outbound-api",
                num_segments=segments.count(body),
                created=at,
                status="received" if inbound else "delivered",
                sent=at,
                updated=at,
            )
            sids.append(sid)
    carrier.hub.ring("console", "phones")
    return JSONResponse({"sids": sids}, 201)


async def again(request: Request, carrier: Carrier) -> Response:
    await data(request)
    message = carrier.message(request.path_params["message"])
    if not message:
        raise Wrong("there is no such message", 404)
    if not texting.send_again(carrier, message):
        raise Wrong("there is no webhook to post it to", 409)
    return JSONResponse(_one(carrier, message["sid"]), 201)


async def message(request: Request, carrier: Carrier) -> Response:
    return JSONResponse(_one(carrier, request.path_params["message"]))


def _one(carrier: Carrier, sid: str) -> dict[str, Any]:
    found = ledger.messages(carrier, "m.sid = ?", sid)
    if not found:
        raise Wrong("there is no such message", 404)
    return found[0]


async def show_ledger(request: Request, carrier: Carrier) -> Response:
    conditions, values = ["1"], []
    if account := request.query_params.get("account"):
        conditions.append("m.account_sid = ?")
        values.append(account)
    if after := request.query_params.get("after"):
        conditions.append("m.seq > coalesce((SELECT seq FROM messages WHERE sid = ?), 0)")
        values.append(after)
    limit = int(request.query_params.get("limit", 100))
    return JSONResponse(ledger.messages(carrier, " AND ".join(conditions), *values, limit=limit))


async def show_media(request: Request, carrier: Carrier) -> Response:
    return media.file(carrier, request.path_params["media"])


routes = [
    Route("/control/phones", control(phones), methods=["GET"]),
    Route("/control/phones", control(new_phone), methods=["POST"]),
    Route("/control/phones/{number}", control(delete_phone), methods=["DELETE"]),
    Route("/control/phones/{number}/thread", control(thread), methods=["GET"]),
    Route("/control/phones/{number}/texts", control(new_text), methods=["POST"]),
    Route("/control/history", control(history), methods=["POST"]),
    Route("/control/messages/{message}/again", control(again), methods=["POST"]),
    Route("/control/messages/{message}", control(message), methods=["GET"]),
    Route("/control/ledger", control(show_ledger), methods=["GET"]),
    Route("/control/media/{media}", control(show_media), methods=["GET"]),
]
