"""What a flow does, step by step (G2): texts, waits and conditions. Pure: steps are read from JSON, told what is
missing in them, and say how long they wait.

Every step has an id of its own which it keeps from version to version, so that its results go on.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, time, timedelta, tzinfo
from typing import Any, ClassVar, NamedTuple

from django.core.exceptions import ValidationError
from django.utils.crypto import get_random_string
from django.utils.text import Truncator

MOST = 30
LONGEST_WAIT = timedelta(days=365)
UNITS = {"minutes": timedelta(minutes=1), "hours": timedelta(hours=1), "days": timedelta(days=1)}
CLOCK = "clock"  # the unit of a wait until a time of day
START = "start"  # where a problem stands that is about what starts the flow
LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"


class Problem(NamedTuple):
    """What is still to be done before a flow can be switched on; with `advice` it can be all the same."""

    step: str
    text: str
    advice: bool = False


@dataclass(frozen=True)
class Step:
    kind: ClassVar[str]
    id: str

    @property
    def name(self) -> str:
        """What a list of steps calls it."""
        return self.kind.capitalize()

    def as_json(self) -> dict[str, Any]:
        return {"kind": self.kind} | asdict(self)


@dataclass(frozen=True)
class Text(Step):
    kind = "text"
    text: str = ""

    @property
    def name(self) -> str:
        return f"“{Truncator(self.text).chars(40)}”"


@dataclass(frozen=True)
class Wait(Step):
    """So many minutes, hours or days; or, by the unit "clock", until a time of day where the person is ("10:00")."""

    kind = "wait"
    number: int = 1
    unit: str = "days"
    time: str = "10:00"

    def until(self, since: datetime, zone: tzinfo) -> datetime:
        """When it is over for somebody who came here at `since`. A time of day is the next one, now included."""
        if self.unit != CLOCK:
            return since + self.number * UNITS[self.unit]
        today = since.astimezone(zone).date()
        at = datetime.combine(today, clock_time(self.time), tzinfo=zone)
        if at < since:
            at = datetime.combine(today + timedelta(days=1), clock_time(self.time), tzinfo=zone)
        return at


@dataclass(frozen=True)
class Condition(Step):
    """Who is in the segment goes on. The others leave, or skip to a later step (`otherwise`, its id)."""

    kind = "condition"
    segment: int | None = None
    otherwise: str = ""


KINDS: dict[str, type[Step]] = {step.kind: step for step in (Text, Wait, Condition)}

KIND_NAMES = [(kind, kind) for kind in KINDS]


def new_id() -> str:
    return get_random_string(6, LETTERS)


def edited(steps: list[Step], do: str) -> list[Step]:
    """As a button of the builder asks: "add text a2b" (after that step; none: first), "remove a2b", "up a2b", "down
    a2b". What makes no sense any more changes nothing."""
    verb, _, what = do.partition(" ")
    if verb == "add":
        kind, _, after = what.partition(" ")
        return _with_new(steps, kind, after)
    place = place_of(steps, what)
    if place is None:
        return steps
    rest = steps[:place] + steps[place + 1 :]
    if verb == "remove":
        return rest
    to = place + {"up": -1, "down": 1}.get(verb, 0)
    return [*rest[:to], steps[place], *rest[to:]] if to >= 0 else steps


def _with_new(steps: list[Step], kind: str, after: str) -> list[Step]:
    if kind not in KINDS:
        return steps
    place = place_of(steps, after)
    at = 0 if place is None else place + 1
    return [*steps[:at], KINDS[kind](new_id()), *steps[at:]]


def clock_time(text: str) -> time:
    """ "09:30". Raises ValueError."""
    return datetime.strptime(text, "%H:%M").time()


def read(rows: Iterable[dict[str, Any]]) -> list[Step]:
    """Of what `as_json` made."""
    return [
        KINDS[row["kind"]](**{name: value for name, value in row.items() if name != "kind"}) for row in rows
    ]


def place_of(steps: Sequence[Step], step_id: str) -> int | None:
    """None for an id that none of them has."""
    return next((place for place, step in enumerate(steps) if step.id == step_id), None)


def problems(
    steps: Sequence[Step], check_text: Callable[[str], object], segments: Iterable[int]
) -> list[Problem]:
    """What is missing or wrong, in the order of the steps. `check_text` raises ValidationError, `segments` are the ids
    of those that there are."""
    found = []
    if not any(step.kind == Text.kind for step in steps):
        found.append(Problem("", "Add a text: without one nobody gets anything."))
    if len(steps) > MOST:
        found.append(Problem("", f"A flow has at most {MOST} steps; this one has {len(steps)}."))
    known = set(segments)
    for place, step in enumerate(steps):
        if said := _wrong(step, steps[place + 1 :], check_text, known):
            found.append(Problem(step.id, said))
        elif advice := _advice(step, steps[:place], steps[place + 1 :]):
            found.append(Problem(step.id, advice, advice=True))
    return found


def _wrong(step: Step, after: Sequence[Step], check_text, segments: set[int]) -> str:
    match step:
        case Text():
            return _wrong_text(step, check_text)
        case Wait():
            return _wrong_wait(step)
        case Condition():
            return _wrong_condition(step, after, segments)
    raise TypeError(step)


def _wrong_text(step: Text, check_text) -> str:
    if not step.text.strip():
        return "Write the text."
    try:
        check_text(step.text)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


def _wrong_wait(step: Wait) -> str:
    if step.unit == CLOCK:
        try:
            clock_time(step.time)
        except ValueError:
            return "Give the time of day as hours and minutes, such as 10:00."
        return ""
    if step.unit not in UNITS:
        return "Choose minutes, hours, days, or a time of day."
    if not 1 <= step.number <= LONGEST_WAIT // UNITS[step.unit]:
        return "Wait between 1 minute and 365 days."
    return ""


def _wrong_condition(step: Condition, after: Sequence[Step], segments: set[int]) -> str:
    if step.segment is None:
        return "Choose the segment of those who go on."
    if step.segment not in segments:
        return "This segment is gone, or makes no sense any more. Choose another one."
    if step.otherwise and place_of(after, step.otherwise) is None:
        return "The step to which the others skip is not below this one. Choose another one."
    return ""


def _advice(step: Step, before: Sequence[Step], after: Sequence[Step]) -> str:
    if step.kind == Wait.kind and not any(later.kind == Text.kind for later in after):
        return "No text comes after this wait."
    if step.kind == Text.kind and before and before[-1].kind == Text.kind:
        return "It leaves right after the text before it. Put a wait between them, unless you mean it so."
    return ""
