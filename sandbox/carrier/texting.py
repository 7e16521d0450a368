"""A phone's text to one of the numbers: stored, then posted to the number's webhook."""

import json
from sqlite3 import Row
from typing import Any, NamedTuple

from . import areas, faults, optouts, posting, segments, sending
from .core import Carrier
from .formats import new_sid, now


class Picture(NamedTuple):
    content_type: str
    content: bytes


class NotPossible(ValueError):
    """The text can't be taken; the message says why."""


def receive(
    carrier: Carrier,
    phone: str,
    to: str,
    body: str,
    pictures: list[Picture],
    *,
    sid: str = "",
    at: float | None = None,
    quiet: bool = False,
) -> Row:
    """Take a text from a phone. `at` (epoch seconds) dates it back; a `quiet` one is not posted. Raises NotPossible."""
    number = carrier.number(to)
    if not number:
        raise NotPossible(f"{to} is not a number of this carrier")
    if not body.strip() and not pictures:
        raise NotPossible("a text needs words or a picture")
    with carrier.store.together():
        message = _store(carrier, number, phone, body, pictures, sid, at or now())
        if not quiet:
            _pass_on(carrier, number, message)
    carrier.changed(message)
    return message


def _store(
    carrier: Carrier, number: Row, phone: str, body: str, pictures: list[Picture], sid: str, at: float
) -> Row:
    sid = sid or new_sid("MM" if pictures else "SM")
    if carrier.message(sid):
        raise NotPossible(f"{sid} exists already")
    carrier.store.add(
        "messages",
        sid=sid,
        account_sid=number["account_sid"],
        direction="inbound",
        sender=phone,
        recipient=number["number"],
        body=body,
        num_segments=segments.count(body),
        status="received",
        service_sid=number["service_sid"],
        created=at,
        sent=at,
        updated=at,
    )
    for position, picture in enumerate(pictures):
        carrier.store.add(
            "media",
            sid=new_sid("ME"),
            message_sid=sid,
            position=position,
            content_type=picture.content_type,
            content=picture.content,
        )
    message = carrier.message(sid)
    assert message
    return message


def _pass_on(carrier: Carrier, number: Row, message: Row) -> None:
    word = optouts.keyword(message["body"]) if number["opt_out"] != "off" else ""
    answer = optouts.apply(carrier.store, number["number"], message["sender"], word) if word else ""
    if answer:
        sending.reply(carrier, message, answer, direction="carrier")
    line = posted_for(carrier, number)
    kept_to_itself = word == "HELP" and number["opt_out"] == "default"
    if line["sms_url"] and not kept_to_itself:
        _post(carrier, line, message, word if number["opt_out"] == "advanced" else "")


def posted_for(carrier: Carrier, number: Row) -> dict[str, Any]:
    """The number, with its messaging service's addresses where that decides."""
    service = carrier.store.one(
        "SELECT * FROM services WHERE sid = ? AND NOT number_decides", number["service_sid"]
    )
    own = dict(number)
    return (
        own | {"sms_url": service["inbound_url"], "sms_fallback_url": service["fallback_url"]}
        if service
        else own
    )


def _post(carrier: Carrier, number: dict[str, Any], message: Row, word: str) -> None:
    fault = faults.take(carrier.store, "webhook", number["number"], message["sender"])
    state = "lost" if "lose" in fault else "held" if "hold" in fault else "waiting"
    after = fault.get("delay", {}).get("seconds", 0)
    duplicate = fault.get("duplicate", {"copies": 1, "concurrent": True})
    settings = {"forge": fault["forge"]["how"]} if "forge" in fault else {}
    params = form(carrier, message) | ({"OptOutType": word} if word else {})
    call = posting.call(params=params, **route(number), **settings)
    queue = "" if duplicate["concurrent"] else f"copies:{message['sid']}"
    for copy in range(duplicate["copies"]):
        carrier.jobs.add("post", message["sid"], call | {"copy": copy}, after=after, state=state, queue=queue)


def send_again(carrier: Carrier, message: Row) -> bool:
    """Post an inbound text once more, to where its number points now. False if there is nothing to post."""
    number = carrier.number(message["recipient"])
    if message["direction"] != "inbound" or not number or not number["sms_url"]:
        return False
    last = carrier.store.one(
        "SELECT data FROM jobs WHERE message_sid = ? AND kind = 'post' ORDER BY id DESC", message["sid"]
    )
    before = json.loads(last["data"]) if last else {}
    carried = {"idempotency": before["idempotency"]} if before else {}
    params = before.get("params") or form(carrier, message)
    carrier.jobs.add("post", message["sid"], posting.call(params=params, **route(number), **carried))
    carrier.changed(message)
    return True


def route(number: Row | dict[str, Any]) -> dict[str, Any]:
    """Where a number's texts go."""
    return {
        "url": number["sms_url"],
        "method": number["sms_method"],
        "fallback": number["sms_fallback_url"],
        "fallback_method": number["sms_fallback_method"],
    }


def form(carrier: Carrier, message: Row) -> dict[str, str]:
    """The provider's parameters, empty strings included: they are signed too."""
    sid, sender, recipient = message["sid"], areas.place(message["sender"]), areas.place(message["recipient"])
    media = carrier.store.all("SELECT * FROM media WHERE message_sid = ? ORDER BY position", sid)
    fields = {
        "ToCountry": recipient.country,
        "ToState": recipient.state,
        "ToCity": recipient.city,
        "ToZip": recipient.zip,
        "FromCountry": sender.country,
        "FromState": sender.state,
        "FromCity": sender.city,
        "FromZip": sender.zip,
        "SmsMessageSid": sid,
        "SmsSid": sid,
        "MessageSid": sid,
        "SmsStatus": "received",
        "Body": message["body"],
        "From": message["sender"],
        "To": message["recipient"],
        "AccountSid": message["account_sid"],
        "NumMedia": str(len(media)),
        "NumSegments": str(message["num_segments"]),
        "ApiVersion": "2010-04-01",
    }
    if message["service_sid"]:
        fields["MessagingServiceSid"] = message["service_sid"]
    base = f"{carrier.base_url}/2010-04-01/Accounts/{message['account_sid']}/Messages/{sid}/Media"
    for n, item in enumerate(media):
        fields |= {f"MediaUrl{n}": f"{base}/{item['sid']}", f"MediaContentType{n}": item["content_type"]}
    return fields
