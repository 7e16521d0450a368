"""Posting to the application until it takes the news or the retries are used up; then the fallback URL."""

from sqlite3 import Row
from typing import Any
from xml.etree import ElementTree

from . import posting, sending
from .core import Carrier
from .formats import now

PAUSES = (0.1, 0.3, 0.6, 1.0, 1.5)  # seconds before each retry: the documents name the count, not the pauses


class Posting:
    """The handler of `post` jobs."""

    def __init__(self, carrier: Carrier):
        self.carrier = carrier

    async def __call__(self, job: Row, call: dict[str, Any]) -> None:
        message = self.carrier.message(job["message_sid"])
        account = message and self.carrier.account(message["account_sid"])
        if not message or not account:
            return
        call["began"] = call["began"] or now()
        call["tries"] += 1
        outcome = await posting.post(self.carrier, account["token"], call)
        if not self.carrier.message(message["sid"]):
            return  # the account was reset meanwhile
        self._record(job, call, outcome)
        if not outcome.failure:
            self._taken(job, message, call, outcome)
        elif not self._once_more(job, call, outcome):
            self.carrier.jobs.finish(job["id"], "failed")
            self._let_pass(message)
        self.carrier.changed(message)

    def _record(self, job: Row, call: dict[str, Any], outcome: posting.Outcome) -> None:
        self.carrier.store.add(
            "attempts",
            job_id=job["id"],
            url=call["url"],
            status=outcome.status,
            error=outcome.error,
            ms=outcome.ms,
            at=now(),
        )

    def _once_more(self, job: Row, call: dict[str, Any], outcome: posting.Outcome) -> bool:
        limits, tries = posting.rules(call["url"]), call["tries"]
        if posting.wants_retry(limits, outcome, tries, now() - call["began"]):
            self.carrier.jobs.again(job["id"], call, after=PAUSES[min(tries, len(PAUSES)) - 1])
            return True
        if call["others"]:
            following = call["others"][0] | {"others": call["others"][1:], "tries": 0, "began": None}
            self.carrier.jobs.again(job["id"], call | following, after=0)
            return True
        return False

    def _taken(self, job: Row, message: Row, call: dict[str, Any], outcome: posting.Outcome) -> None:
        # An answer in TwiML is sent once, also when the webhook was posted several times on request.
        with self.carrier.store.together():
            self.carrier.jobs.finish(job["id"], "done")
            if message["direction"] == "inbound" and not call.get("copy"):
                for body in spoken(outcome.body):
                    sending.reply(self.carrier, message, body)
        self._let_pass(message)

    def _let_pass(self, message: Row) -> None:
        """A text has passed: those of the same number that were held back for it follow."""
        held = self.carrier.store.all(
            "SELECT j.id FROM jobs j JOIN messages m ON m.sid = j.message_sid WHERE j.state = 'held' "
            "AND m.recipient = ? AND m.seq < ? ORDER BY j.id",
            message["recipient"],
            message["seq"],
        )
        self.carrier.jobs.release([job["id"] for job in held])


def spoken(twiml: str) -> list[str]:
    """The texts that an answer in TwiML asks to send: `<Response><Message>Thanks!</Message></Response>`."""
    # No document type: entities are the dangerous part of XML.
    if "<Message" not in twiml or "<!" in twiml:
        return []
    try:
        messages = list(ElementTree.fromstring(twiml).iter("Message"))  # noqa: S314
    except ElementTree.ParseError:
        return []
    texts = [message.findtext("Body") or message.text or "" for message in messages]
    return [text.strip() for text in texts if text.strip()]
