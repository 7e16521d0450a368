"""An answer by its number (H6): “2”, “2.”, “#2”, “2️⃣”, “option 2”, “2 please”, “je prends le 2”, “das zweite”.

A number is the whole answer when nothing but fillers stands around it. Beside other words it is the choice's number only
if it is written like one (“2. Dog”, “option 2, my dog”) or agrees with them; “I have 2 cats” says how many.
"""

import re
from collections.abc import Container
from itertools import pairwise
from typing import NamedTuple

from automations.vocabulary import ENDINGS_OF_ORDINALS, FILLERS, MARKERS, NUMBERS, ORDINALS
from automations.wording import Wording

DIGIT = re.compile(r"\d")
NUMBER = re.compile(rf"(?:{MARKERS})?(\d{{1,3}})(?:{ENDINGS_OF_ORDINALS})?")
# Parts, times and prices are no numbers of choices; two of them with a stroke between are two answers, so neither.
NO_PLACE = re.compile(r"\d[.:/]\d|[$€£¥]\s?\d|\d\s?[$€£¥%°]")
# Written as in a list, or with “option”, “number”, “#” before it.
FIRM = re.compile(
    rf"^\W*\d{{1,3}}\s*[.):,;\]\n–—-](?!\s*\d)|^\W*#\s?\d|\b(?:{MARKERS})\.?[ °]?\s?\d|^\s*[(\[]\d{{1,3}}[)\]]"
)
SPELT = NUMBERS | ORDINALS
MARKING = frozenset(MARKERS.split("|"))
JOINING = frozenset("and or both either und oder beide et ou".split())
ALL_OF_THEM = frozenset("les the".split())  # “les deux”, “the two” are both
PRONOUNS = frozenset("one un une".split())  # beside another number: “the second one”


class Numbers(NamedTuple):
    """`places` from 0, perhaps beyond the choices; `alone`: nothing else is said; `heard`: the words they were."""

    places: tuple[int, ...] = ()
    alone: bool = False
    firm: bool = False
    leads: bool = False
    spelt: bool = False
    heard: str = ""
    rest: tuple[str, ...] = ()


NONE = Numbers()


def numbers(said: Wording, count: int, vocabulary: Container[str]) -> Numbers:
    """What the answer numbers among so many choices. Words of the choices (`vocabulary`) are no mere fillers."""
    with_digits = DIGIT.search(said.folded)
    if NO_PLACE.search(said.folded) if with_digits else SPELT.keys().isdisjoint(said.words):
        return NONE
    found = [(word, number) for word in said.words if (number := _digits(word)) is not None]
    spelt = not found
    found = found or [(word, SPELT[word] or count) for word in _spelt(said.words)]
    heard = [word for word, _ in found]
    places = tuple(sorted({number - 1 for _, number in found}))
    nothing = JOINING if len(places) > 1 else MARKING if with_digits else frozenset()
    rest = tuple(
        word
        for word in said.words
        if word not in heard
        and word not in PRONOUNS
        and (not (word in FILLERS or word in nothing) or word in vocabulary)
    )
    if not places or spelt and (rest or _is_all(said.words)):
        return NONE
    firm = bool(FIRM.search(said.folded))
    return Numbers(places, not rest, firm, said.words[0] in heard, spelt, " ".join(heard), rest)


def _is_all(words: list[str]) -> bool:
    return any(one in ALL_OF_THEM and other in NUMBERS for one, other in pairwise(words))


def _digits(word: str) -> int | None:
    match = NUMBER.fullmatch(word)
    return int(match[1]) if match else None


def _spelt(words: list[str]) -> list[str]:
    found = [word for word in words if word in SPELT]
    ordinals = [word for word in found if word in ORDINALS]
    return ordinals or found
