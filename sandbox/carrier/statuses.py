"""The way of an accepted text: queued, sending, sent, delivered or undelivered, with a status callback at each step."""

import json
from datetime import UTC, datetime
from sqlite3 import Row
from typing import Any

import httpx

from . import faults, posting
from .core import Carrier
from .errors import LATER
from .formats import now

NEXT = {"accepted": "queued", "queued": "sending", "sending": "sent", "sent": "delivered"}
FINAL = {"delivered", "undelivered", "failed"}
SENDABLE = ("image/", "video/", "audio/", "text/vcard", "text/x-vcard", "application/pdf", "text/plain")


def begin(carrier: Carrier, message: Row) -> None:
    """Start the text on its way. What will become of it is decided now, so that a restart can't change it."""
    fate = faults.take(carrier.store, "fate", message["sender"], message["recipient"])
    fate |= faults.take(carrier.store, "callback", message["sender"], message["recipient"])
    carrier.store.change("messages", "sid", message["sid"], fate=json.dumps(fate))
    _schedule(carrier, message["sid"], message["status"])


def _schedule(carrier: Carrier, sid: str, status: str) -> None:
    if status in NEXT:
        carrier.jobs.add("advance", sid, {"to": NEXT[status]}, after=carrier.pace)


class Advance:
    """The handler of `advance` jobs: one step of one message."""

    def __init__(self, carrier: Carrier):
        self.carrier = carrier

    async def __call__(self, job: Row, data: dict[str, Any]) -> None:
        message = self.carrier.message(job["message_sid"])
        if not message:
            return
        fate, status, code = json.loads(message["fate"]), data["to"], None
        if status == "sent" and (code := await self._fetch_media(message)):
            status = "failed"
        if status == "delivered" and "undelivered" in fate:
            status, code = "undelivered", fate["undelivered"]["code"]
        if not self.carrier.message(message["sid"]):
            return  # the account was reset while its pictures were fetched
        with self.carrier.store.together():
            sent = now() if status == "sent" else message["sent"]
            self.carrier.store.change(
                "messages", "sid", message["sid"], status=status, error_code=code, sent=sent, updated=now()
            )
            self._call_back(message, fate, status, code)
            self.carrier.jobs.finish(job["id"], "done")
            _schedule(self.carrier, message["sid"], status)
        self.carrier.changed(message)

    async def _fetch_media(self, message: Row) -> int | None:
        """Bring the pictures in from the application; an error code when one can't be had."""
        pending = "SELECT * FROM media WHERE message_sid = ? AND content IS NULL ORDER BY position"
        for media in self.carrier.store.all(pending, message["sid"]):
            try:
                answer = await self.carrier.http.get(media["source_url"], timeout=10, follow_redirects=True)
                answer.raise_for_status()
            except (httpx.HTTPError, httpx.InvalidURL):
                return 11200
            content_type = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
            if not content_type.startswith(SENDABLE):
                return 12300
            self.carrier.store.change(
                "media", "sid", media["sid"], content=answer.content, content_type=content_type
            )
        return None

    def _call_back(self, message: Row, fate: dict[str, Any], status: str, code: int | None) -> None:
        if not message["status_callback"] or "callback_none" in fate:
            return
        due = [(status, code)]
        if "callback_reorder" in fate:
            # All of them at the end, the last first: that is how late a real one may come.
            earlier = ["sent", "sending"] if status != "failed" else ["sending"]
            due = [(status, code), *((step, None) for step in earlier)] if status in FINAL else []
        for step, error in due:
            params = callback_form(message, step, error)
            call = posting.call(message["status_callback"], params)
            for _ in range(fate.get("callback_duplicate", {}).get("copies", 1)):
                # One queue: apart from what was asked for, a message's callbacks come one after the other.
                self.carrier.jobs.add(
                    "post",
                    message["sid"],
                    call,
                    queue=f"callbacks:{message['sid']}",
                    after=fate.get("callback_delay", {}).get("seconds", 0),
                )


def callback_form(message: Row, status: str, code: int | None) -> dict[str, str]:
    form = {
        "AccountSid": message["account_sid"],
        "ApiVersion": "2010-04-01",
        "From": message["sender"],
        "To": message["recipient"],
        "MessageSid": message["sid"],
        "SmsSid": message["sid"],
        "MessageStatus": status,
        "SmsStatus": status,
    }
    if message["service_sid"]:
        form["MessagingServiceSid"] = message["service_sid"]
    if code:
        form |= {"ErrorCode": str(code), "ErrorMessage": LATER[code]}
    if status in ("delivered", "undelivered"):
        form["RawDlrDoneDate"] = datetime.now(UTC).strftime("%y%m%d%H%M")
    return form
