"""What the simulator's phone shows, entry by entry."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from automations.matching import Reading
from sms.segments import Measure


@dataclass(frozen=True)
class Heard:
    """A text of the person's. `reading` is how it was understood as an answer, `choice` the text of what it chose,
    `tied` the choices that it could have meant."""

    kind: ClassVar[str] = "heard"
    at: datetime
    body: str
    reading: Reading | None = None
    choice: str = ""
    tied: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sent:
    """A text of the account's; `label` says what sent it. It arrives at `arrives_at`, or, `withheld`, not at all."""

    kind: ClassVar[str] = "sent"
    at: datetime
    body: str
    label: str
    measure: Measure
    arrives_at: datetime
    withheld: bool = False

    @property
    def waits(self) -> bool:
        """For the morning (E10)."""
        return self.arrives_at > self.at


@dataclass(frozen=True)
class Noted:
    """What happened without a text. `is_time`: time went by."""

    kind: ClassVar[str] = "noted"
    at: datetime
    body: str
    is_time: bool = False


Entry = Heard | Sent | Noted
