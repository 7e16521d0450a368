"""What the inbox knows of the outside: a channel's backend. Everything that differs between channels stands on it."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import ClassVar

from django.conf import settings
from django.utils.module_loading import import_string

from profiles.local_time import LocalTime


class Refusal(Exception):
    """An answer is not allowed now. The same words grey the composer, answer the API and stop the send."""

    def __init__(self, code: str, title: str, text: str):
        super().__init__(text)
        self.code, self.title, self.text = code, title, text


class NotYet(Exception):
    """It may be sent, but not before `until`: it waits there, and the text says why."""

    def __init__(self, until: datetime, code: str, text: str):
        super().__init__(text)
        self.until, self.code, self.text = until, code, text


class OutsideHours(Exception):
    """An agent's message would come at night (E10), so it takes a second word. `at` is the time that was chosen for it
    (None: now), `opens_at` when it may be sent without, `there` the customer's local time."""

    def __init__(self, there: LocalTime, at: datetime | None, opens_at: datetime):
        super().__init__(f"It {'will be' if at else 'is'} {there.words(at)}{' then' if at else ''}.")
        self.there, self.at, self.opens_at = there, at, opens_at

    @property
    def opening(self) -> str:
        """ "08:00", by the customer's clock."""
        return self.there.shown(self.opens_at)


BLOCKED = Refusal(
    "blocked",
    "Blocked",
    "This person is blocked, so nothing can be sent to them. Unblock them to write again.",
)


@dataclass(frozen=True)
class Accepted:
    """The provider has the message."""

    provider_id: str


class NotTaken(Exception):
    """Surely not accepted (refused before writing, 429): safe to try again after `seconds`."""

    def __init__(self, reason: str, seconds: float | None = None):
        super().__init__(reason)
        self.seconds = seconds


class Rejected(Exception):
    """Surely not accepted, and trying the same again is no use."""

    def __init__(self, code: str, reason: str):
        super().__init__(reason)
        self.code, self.reason = code, reason


class Ambiguous(Exception):
    """Nobody knows whether it was accepted. Never send again before looking it up."""


class Backend:
    """A channel kind: what it calls a thread, whom it may answer, how it sends."""

    kind: ClassVar[str]
    label: ClassVar[str]
    icon: ClassVar[str]

    def thread_key(self, message) -> str:
        """What makes two messages one conversation on this channel; unique per channel."""
        raise NotImplementedError

    def thread_of(self, ticket):
        """The messages that the ticket's thread shows (C7)."""
        return ticket.messages.all()

    def may_reply(self, ticket) -> None:
        """Raises Refusal when the customer may not be answered on this ticket now. No channel reaches whom the account
        has blocked (K3)."""
        if ticket.profile.is_blocked:
            raise BLOCKED

    def may_send(self, delivery) -> None:
        """The same question at the moment of sending, the profile's row being locked. Raises Refusal and NotYet."""
        if delivery.message.profile.is_blocked and delivery.gate != delivery.Gate.COMPLIANCE:
            raise BLOCKED

    @property
    def hours(self) -> tuple[int, int] | None:
        """From which hour of the customer's day until before which other one may write to them; None: at any."""
        return None

    def opens_at(self, profile, at: datetime) -> datetime | None:
        """When the hours begin for this customer; None: it is within them at `at`."""
        return None

    def may_reopen(self, ticket) -> None:
        """Raises Refusal when this closed ticket must stay closed (C3)."""

    def rehearse(self, ticket, body: str) -> str:
        """The answer as it would be sent, nothing being taken. Raises ValidationError: it names what there is not."""
        return body

    def compose(self, ticket, body: str, key: str) -> str:
        """The answer as it is sent, coupon codes taken. `key` is its delivery's. Raises ValidationError."""
        return body

    def check_body(self, body: str, pictures: int = 0) -> None:
        """Raises ValidationError when the text can't be sent, or not with so many pictures."""

    def address(self, delivery, pictures: int = 0) -> None:
        """Fill in sender and recipient, and what the message will cost."""

    def written(self, message) -> str:
        """The text of our message as its writer wrote it, whatever sending it has made of it."""
        return message.body

    def line_for(self, delivery):
        """What `send` and `look_up` need to reach the provider; read while the database may be asked."""
        raise NotImplementedError

    def send(self, line, delivery) -> Accepted:
        """Hand over to the provider, outside any transaction. Raises NotTaken, Rejected or Ambiguous."""
        raise NotImplementedError

    def not_taken(self, delivery) -> None:
        """What was claimed has surely not reached the provider, or is nowhere to be found there."""

    def rejected(self, delivery, code: str, reason: str, provider_id: str = "") -> None:
        """Write down that the provider refuses, and what follows from it (21610: the person has opted out)."""
        delivery.failed(code, reason, provider_id)

    def look_up(self, line, delivery) -> list[str]:
        """The provider's ids of messages that may be this one, oldest first, when its send was ambiguous.
        Raises NotTaken when the provider can't answer."""
        raise NotImplementedError


@cache
def backend_for(kind: str) -> Backend:
    return import_string(settings.CHANNELS[kind])()


@cache
def steps(name: str) -> list:
    """What the setting of this name lists."""
    return [import_string(path) for path in getattr(settings, name)]
