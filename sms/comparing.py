"""What the provider has of the account's numbers, beside what is connected here, and whether its webhooks come here."""

import logging
from collections.abc import Iterable, Iterator
from datetime import timedelta
from enum import StrEnum
from typing import NamedTuple

from django.utils import timezone

from accounts import tenancy
from inbox.channels import NotTaken
from inbox.models import Message
from profiles import phones
from sms.models import Number
from sms.providers.base import Listed

logger = logging.getLogger(__name__)

LATELY = timedelta(days=1)


class State(StrEnum):
    RIGHT = "right"
    ELSEWHERE = "elsewhere"  # its texts go to another address
    NOT_CONNECTED = "not_connected"
    GONE = "gone"  # connected here, and the provider no longer has it
    UNLISTED = "unlisted"  # short codes stand in no list


TROUBLES = {
    State.ELSEWHERE: "The provider posts the texts of {number} to another address, so none of them comes here.",
    State.GONE: "The provider's account no longer has {number}, so nothing comes in and nothing leaves.",
}


class Line(NamedTuple):
    state: State
    number: Number | None
    listed: Listed | None

    @property
    def display(self) -> str:
        return str(self.number) if self.number else phones.display(self.listed.number if self.listed else "")


class AtProvider(NamedTuple):
    """One of the account's accounts at the provider; `trouble` when it can't be asked."""

    account_sid: str
    lines: list[Line]
    trouble: str


def compare(numbers: Iterable[Number]) -> list[AtProvider]:
    by_account: dict[str, list[Number]] = {}
    for number in numbers:
        by_account.setdefault(number.account_sid, []).append(number)
    return [_at(sid, ours) for sid, ours in by_account.items()]


def _at(sid: str, ours: list[Number]) -> AtProvider:
    try:
        listed = {line.number: line for line in ours[0].provider.listed(ours[0])}
    except NotTaken as error:
        return AtProvider(sid, [], str(error))
    connected = [
        Line(state(number, listed.get(number.number)), number, listed.get(number.number)) for number in ours
    ]
    known = {number.number for number in ours}
    others = [Line(State.NOT_CONNECTED, None, line) for line in listed.values() if line.number not in known]
    return AtProvider(sid, connected + others, "")


def state(number: Number, listed: Listed | None) -> State:
    if listed is None:
        return State.GONE if number.number.startswith("+") else State.UNLISTED
    return State.RIGHT if comes_here(number, listed) else State.ELSEWHERE


def comes_here(number: Number, listed: Listed) -> bool:
    """What stands after # are the provider's own options of delivery."""
    return (
        listed.sms_url.partition("#")[0].rstrip("/") == number.fallback_url.rstrip("/")
        and listed.method == "POST"
    )


class Finding(NamedTuple):
    good: bool
    words: str


def check(number: Number) -> list[Finding]:
    """Ask the provider why texts may not arrive, the likeliest reason first."""
    try:
        listed = {line.number: line for line in number.provider.listed(number)}.get(number.number)
    except NotTaken as error:
        return [Finding(False, f"{error} Check the account id and the token.")]
    return [
        Finding(True, "The provider accepts the account id and the token."),
        *_address(number, listed),
        _latest(number),
    ]


def _address(number: Number, listed: Listed | None) -> Iterator[Finding]:
    match state(number, listed):
        case State.GONE:
            yield Finding(False, "The provider's account does not have this number any more.")
        case State.UNLISTED:
            yield Finding(
                True, "Short codes stand in no list: compare the webhook address at the provider yourself."
            )
        case State.ELSEWHERE:
            assert listed
            where = listed.sms_url or "nowhere"
            via = " by its messaging service" if listed.by_service else ""
            yield Finding(
                False, f"Its texts go{via} to {where} by {listed.method}, not to the address above by POST."
            )
        case _:
            yield Finding(True, "Its texts come to the address above.")


def _latest(number: Number) -> Finding:
    """Whether the last text that the provider received is here."""
    try:
        texts = number.provider.received_since(number, max(timezone.now() - LATELY, number.connected_at))
        latest = next(iter(texts), None)
    except NotTaken as error:
        return Finding(False, str(error))
    if latest is None:
        return Finding(True, "Nobody has texted it in the last day. Text it from your phone to try.")
    if Message.objects.filter(channel=number.channel_id, external_id=latest.external_id).exists():
        return Finding(True, "The last text that the provider received is here.")
    return Finding(
        False, "The provider received a text that has not come here. It is fetched within five minutes."
    )


def tell(number: Number) -> None:
    """Once a day, by itself: whoever runs the account is told when its texts no longer come here."""
    try:
        listed = {line.number: line for line in number.provider.listed(number)}.get(number.number)
    except NotTaken as error:
        logger.warning("%s can't be compared with its provider now: %s", number.number, error)
        return
    found, key = state(number, listed), number.alert_key("webhook")
    with tenancy.enter(number.account_id):
        if found in TROUBLES:
            text = TROUBLES[found].format(number=number)
            number.account.raise_alert(key, text, f"settings/sms/numbers/{number.pk}/#webhook")
        else:
            number.account.settle_alert(key)
