"""What somebody does on the simulator's phone: they write, or let time go by. The page keeps the list of it and brings
it along, as lines: "text PETS", "wait 60", "night"."""

from collections.abc import Iterable
from dataclasses import dataclass

from sms.segments import MAX_CHARACTERS

MOST = 60  # in one simulation: whoever tries more begins again
LONGEST_WAIT = 60 * 24 * 90  # minutes


@dataclass(frozen=True)
class Text:
    body: str

    @property
    def line(self) -> str:
        return f"text {self.body}"


@dataclass(frozen=True)
class Wait:
    """So many minutes, and a moment more: what is due after them has happened by then."""

    minutes: int

    @property
    def line(self) -> str:
        return f"wait {self.minutes}"


@dataclass(frozen=True)
class Night:
    """Until it is 21:00 where the person is."""

    line = "night"


Act = Text | Wait | Night


def read(line: str) -> Act | None:
    """None: no such act."""
    kind, _, what = line.partition(" ")
    match kind:
        case "text" if what.strip():
            return Text(what[:MAX_CHARACTERS].replace("\0", ""))
        case "wait" if what.isascii() and what.isdigit() and 0 < int(what[:9]) <= LONGEST_WAIT:
            return Wait(int(what[:9]))
        case "night":
            return Night()
    return None


def read_all(lines: Iterable[str]) -> list[Act]:
    return [act for line in lines if (act := read(line))][:MOST]
