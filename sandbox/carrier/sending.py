"""An application's text, from the request to its acceptance."""

from collections.abc import Sequence
from sqlite3 import Row
from typing import NamedTuple
from urllib.parse import urlsplit

from starlette.datastructures import FormData

from . import optouts, segments, statuses
from .core import Carrier
from .errors import Refusal
from .formats import new_sid, now, phone_number

LONGEST = 1600
MOST_MEDIA = 10


class Draft(NamedTuple):
    sender: str
    recipient: str
    body: str
    media_urls: Sequence[str] = ()
    status_callback: str = ""
    service_sid: str = ""


def check(carrier: Carrier, account: Row, form: FormData) -> Draft:
    """The text that a `POST Messages.json` asks for. Raises Refusal, in the provider's order of checks."""
    recipient = _recipient(_text(form, "To"))
    service = _text(form, "MessagingServiceSid")
    sender = _sender(carrier, account, _text(form, "From"), service, recipient)
    body, urls = str(form.get("Body") or ""), [str(url) for url in form.getlist("MediaUrl") if url]
    callback = _text(form, "StatusCallback")
    if not body.strip() and not urls:
        raise Refusal(21602)
    if len(body) > LONGEST:
        raise Refusal(21617)
    if len(urls) > MOST_MEDIA:
        raise Refusal(21623)
    for url in urls:
        _must_be_url(url, 21620)
    if callback:
        _must_be_url(callback, 21609)
    if optouts.is_blocked(carrier.store, sender, recipient):
        raise Refusal(21610)
    return Draft(sender, recipient, body, urls, callback, service)


def accept(carrier: Carrier, account_sid: str, draft: Draft, direction: str = "outbound-api") -> Row:
    """Store the text and start it on its way to the phone."""
    sid, at = new_sid("MM" if draft.media_urls else "SM"), now()
    # A messaging service's text is `accepted` first: its number is chosen a moment later.
    status = "accepted" if draft.service_sid else "queued"
    with carrier.store.together():
        carrier.store.add(
            "messages",
            sid=sid,
            account_sid=account_sid,
            direction=direction,
            sender=draft.sender,
            recipient=draft.recipient,
            body=draft.body,
            num_segments=segments.count(draft.body),
            status=status,
            service_sid=draft.service_sid,
            status_callback=draft.status_callback,
            created=at,
            updated=at,
        )
        for position, url in enumerate(draft.media_urls):
            carrier.store.add(
                "media",
                sid=new_sid("ME"),
                message_sid=sid,
                position=position,
                source_url=url,
                content_type="",
            )
        message = carrier.message(sid)
        assert message
        statuses.begin(carrier, message)
    carrier.changed(message)
    return message


def reply(carrier: Carrier, message: Row, body: str, direction: str = "outbound-reply") -> None:
    """Answer an inbound text: what TwiML asks for, or (direction `carrier`) the carrier's own words.

    Called within a transaction of the caller.
    """
    sid, at = new_sid("SM"), now()
    carrier.store.add(
        "messages",
        sid=sid,
        account_sid=message["account_sid"],
        direction=direction,
        sender=message["recipient"],
        recipient=message["sender"],
        body=body,
        num_segments=segments.count(body),
        status="queued",
        service_sid=message["service_sid"],
        created=at,
        updated=at,
    )
    answer = carrier.message(sid)
    assert answer
    statuses.begin(carrier, answer)


def _text(form: FormData, name: str) -> str:
    return str(form.get(name) or "").strip()


def _recipient(given: str) -> str:
    if not given:
        raise Refusal(21604)
    recipient = phone_number(given)
    if not recipient:
        raise Refusal(21211, to=given)
    return recipient


def _sender(carrier: Carrier, account: Row, given: str, service: str, recipient: str) -> str:
    if service and not given:
        return _from_pool(carrier, account, service, recipient)
    if not given:
        raise Refusal(21603)
    number = carrier.number(phone_number(given) or given)
    if not number or number["account_sid"] != account["sid"]:
        raise Refusal(21606, sender=given)
    if service and number["service_sid"] != service:
        raise Refusal(21712, sender=given)
    if number["number"] == recipient:
        raise Refusal(21266, to=recipient)
    return str(number["number"])


def _from_pool(carrier: Carrier, account: Row, service: str, recipient: str) -> str:
    """The service's number that this person knows already, else its first."""
    pool = carrier.store.one(
        "SELECT n.number FROM numbers n LEFT JOIN messages m ON m.sender = n.number AND m.recipient = ? "
        "WHERE n.account_sid = ? AND n.service_sid = ? ORDER BY m.seq DESC, n.created LIMIT 1",
        recipient,
        account["sid"],
        service,
    )
    if not pool:
        raise Refusal(21703)
    return str(pool["number"])


def _must_be_url(url: str, code: int) -> None:
    try:
        parts = urlsplit(url)
        sound = parts.scheme in ("http", "https") and bool(parts.hostname) and " " not in url
    except ValueError:
        sound = False
    if not sound:
        raise Refusal(code, url=url)
