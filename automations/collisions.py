"""What an author of choices should know: texts that two choices share, or that no answer can mean."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from automations.matching import match
from automations.matching.numbering import numbers
from automations.matching.vocabulary import EVERYDAY, inflects
from automations.matching.wording import Wording

LONGEST_HIDDEN = 4  # letters of a text that is looked for in everyday words


class Kind(StrEnum):
    SAME = "same"  # a text of another choice, too
    NUMBER = "number"  # another choice's number: “2” as the text of choice 1
    COUNT = "count"  # says another choice's number: who answers “2” and means “2 cats” gets choice 2. Advice
    UNHEARD = "unheard"  # has neither letter, figure nor emoji


@dataclass(frozen=True)
class Collision:
    """`text` of the choice at `place` (from 0) collides with the choices at `others`; advice where `is_advice`."""

    kind: Kind
    text: str
    place: int
    others: tuple[int, ...] = ()

    @property
    def is_advice(self) -> bool:
        return self.kind == Kind.COUNT


def collisions(choices: Sequence[Sequence[str]]) -> list[Collision]:
    """In the order of the choices; own texts and synonyms alike."""
    found = (_collision(choices, place, text) for place, texts in enumerate(choices) for text in texts)
    return [collision for collision in dict.fromkeys(found) if collision]


def _collision(choices: Sequence[Sequence[str]], place: int, text: str) -> Collision | None:
    reading = match(text, choices)
    said = Wording(text)
    named = numbers(said, len(choices))
    if reading.choice == place:
        others = _others(named.places, place, choices) if named.leads else ()
        return Collision(Kind.COUNT, text, place, others) if others else None
    if not said.words and not said.emoji:
        return Collision(Kind.UNHEARD, text, place)
    others = tuple(other for other in reading.tied if other != place)
    if reading.choice is not None:
        others = (reading.choice,)
    kind = Kind.NUMBER if named.places else Kind.SAME
    return Collision(kind, text, place, others)


def _others(places: tuple[int, ...], place: int, choices: Sequence[Sequence[str]]) -> tuple[int, ...]:
    return tuple(other for other in places if other != place and 0 <= other < len(choices))


def hidden_in_words(text: str) -> str | None:
    """An everyday word that holds a short text: “now” for “no”. Answers with such words are in doubt."""
    word = Wording(text).joined
    if not 1 < len(word) <= LONGEST_HIDDEN or " " in word or word.isdigit():
        return None
    return next((other for other in EVERYDAY if word in other != word and not inflects(other, word)), None)
