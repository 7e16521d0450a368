"""One person's next stretch through a flow (G2), pure: from where they stand to the next wait, or out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from campaigns.models.enrolment import Left
from campaigns.steps import Condition, Step, Text, Wait, place_of


@dataclass(frozen=True)
class Circumstances:
    """What steps need to know of a person: their clock, until when they may not be texted (None: they may be), and
    whether they fit a condition."""

    zone: tzinfo
    opens_at: Callable[[datetime], datetime | None]
    fits: Callable[[Condition], bool]


@dataclass
class Stretch:
    """`texts` are to be sent, in this order. Then the person stands at `step` until `due_at`, or has `left` there."""

    step: str
    due_at: datetime
    left: str = ""
    texts: list[Text] = field(default_factory=list)
    passed: list[str] = field(default_factory=list)

    def stay(self, until: datetime) -> "Stretch":
        self.due_at = until
        return self

    def leave(self, reason: Left) -> "Stretch":
        self.left = reason
        return self


def walk(
    steps: Sequence[Step], standing: str, due_at: datetime, now: datetime, person: Circumstances
) -> Stretch:
    """What happens at `now` to somebody who stands at the step `standing` (blank: before the first), due at `due_at`.

    A wait counts from the moment at which the one before was over, whenever somebody looked; after a text, from when it
    left. So an outage moves no text closer to the one before it.
    """
    stretch, since = Stretch(standing, due_at), due_at
    place = place_of(steps, standing) or 0
    if standing and isinstance(steps[place], Wait):  # it is over
        stretch.passed.append(standing)
        place += 1
    while place < len(steps):
        step, place = steps[place], place + 1
        stretch.step = step.id
        match step:
            case Wait():
                since = step.until(since, person.zone)
                if since > now:
                    return stretch.stay(since)
            case Text():
                if opens := person.opens_at(now):
                    return stretch.stay(opens)
                stretch.texts.append(step)
                since = now
            case Condition() if not person.fits(step):
                onward = place_of(steps, step.otherwise)
                if onward is None or onward < place:
                    return stretch.leave(Left.CONDITION)
                place = onward
        stretch.passed.append(step.id)
    return stretch.leave(Left.FINISHED)
