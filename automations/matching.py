"""Which choice an answer means (H6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Rule(StrEnum):
    NUMBER = "number"
    EXACT = "exact"
    NONE = "none"


@dataclass(frozen=True)
class Reading:
    choice: int | None = None
    rule: Rule = Rule.NONE
    score: float = 0.0
    said: str = ""
    tied: tuple[int, ...] = ()


def match(text: str, choices: Sequence[Sequence[str]]) -> Reading:
    said = text.strip().casefold()
    for place, texts in enumerate(choices):
        if said == str(place + 1):
            return Reading(place, Rule.NUMBER, 100.0, said)
        if said in [each.casefold() for each in texts]:
            return Reading(place, Rule.EXACT, 100.0, said)
    return Reading()
