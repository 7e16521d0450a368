"""What an answer was taken for, by which rule, and how the phone beside the builder says so."""

from dataclasses import dataclass
from enum import StrEnum


class Rule(StrEnum):
    NUMBER = "number"
    EXACT = "exact"
    WORD = "word"
    INSIDE = "inside"
    PART = "part"
    FUZZY = "fuzzy"
    NONE = "none"


class Doubt(StrEnum):
    """Why an answer was not recognised."""

    NOTHING = "nothing"
    TIE = "tie"
    NEGATED = "negated"
    QUESTION = "question"
    EVERYDAY = "everyday"
    NO_SUCH_NUMBER = "no such number"
    ESSAY = "essay"


@dataclass(frozen=True, slots=True)
class Reading:
    """What an answer was taken for.

    `choice`: its place from 0, None when not recognised; then `doubt` says why, and `tied` are the choices that it
    could have been. `said` is the text of the choice that was met by `heard`, words of the answer. `score`: how many
    per cent of the letters compared agree (100 for number, exact and word).
    """

    choice: int | None = None
    rule: Rule = Rule.NONE
    score: float = 0.0
    said: str = ""
    heard: str = ""
    slips: int = 0
    tied: tuple[int, ...] = ()
    doubt: Doubt | None = None

    @property
    def why(self) -> str:
        if self.doubt:
            return DOUBTS[self.doubt].format(heard=self.heard, said=self.said, choices=_numbered(self.tied))
        letters = "one letter" if self.slips == 1 else f"{self.slips} letters"
        return REASONS[self.rule].format(heard=self.heard, said=self.said, letters=letters)


REASONS = {
    Rule.NUMBER: "“{heard}” is the number of the choice",
    Rule.EXACT: "“{heard}” is the text “{said}”",
    Rule.WORD: "the answer holds “{said}”",
    Rule.INSIDE: "“{said}” stands inside “{heard}”",
    Rule.PART: "“{heard}” is said by no choice but “{said}”",
    Rule.FUZZY: "“{heard}” is {letters} from “{said}”",
}
DOUBTS = {
    Doubt.NOTHING: "none of the choices was found in it",
    Doubt.TIE: "it could be choice {choices}",
    Doubt.NEGATED: "“{said}” stands beside a “no” or “not”",
    Doubt.QUESTION: "it asks something about “{said}”",
    Doubt.EVERYDAY: "“{said}” is only a part of “{heard}”, which means something else",
    Doubt.NO_SUCH_NUMBER: "there is no choice “{heard}”",
    Doubt.ESSAY: "it is too long for an answer",
}


def _numbered(places: tuple[int, ...]) -> str:
    return " or ".join(str(place + 1) for place in places)
