"""An answer by its number (H6): “2”, “2.”, “#2”, “2️⃣”, “option 2”, “2 please”, “je prends le 2”, “das zweite”.

A number is the whole answer when nothing but fillers stands around it. Beside other words it is the choice's number
only if it is written like one (“2. Dog”, “option 2, my dog”) or agrees with them; “I have 2 cats” says how many.
"""

import re
from collections.abc import Container
from itertools import pairwise
from typing import NamedTuple

from automations.matching.preparing import Prepared
from automations.matching.reading import Doubt, Reading, Rule
from automations.matching.vocabulary import FILLERS, NEGATIONS, NUMBERS, ORDINALS
from automations.matching.wording import Wording

MARKERS = "n|no|nr|num|numero|number|nummer|option|opt|choice|choix|answer|reponse|antwort"
NUMBER = re.compile(rf"(?:{MARKERS})?(\d{{1,3}})(?:st|nd|rd|th|er|ere|re|e|eme|ieme|nde|ter|te|tes|ten)?")
DIGIT = re.compile(r"\d")
# Parts, times and prices are no numbers of choices.
NO_PLACE = re.compile(r"\d[.:/]\d|[$€£¥]\s?\d|\d\s?[$€£¥%°]")
# Written as in a list, or with “option”, “number”, “#” before it.
FIRM = re.compile(
    r"^\W*\d{1,3}(?:\s*[.):,;\]\n]|\s*[–—-]\s)(?!\s*\d)|^\W*#\s?\d|^\s*[(\[]\d{1,3}[)\]]"
    rf"|\b(?:{MARKERS})\.?[ °]?\s?\d"
)
SPELT = NUMBERS | ORDINALS
MARKING = frozenset(MARKERS.split("|")) | FILLERS
JOINING = FILLERS | {"and", "or", "both", "either", "und", "oder", "beide", "et", "ou"}
PRONOUNS = frozenset({"one", "un", "une"})  # beside another number: “the second one”
ALL_OF_THEM = frozenset({"les", "the"})  # “les deux”, “the two” are both


class Numbers(NamedTuple):
    """`places` from 0, perhaps beyond the choices; `alone`: nothing else is said, or else the `rest` is.

    Beside a rest they may be `firm`, written as numbers of choices are, or lead the answer.
    """

    places: tuple[int, ...] = ()
    alone: bool = False
    firm: bool = False
    leads: bool = False
    spelt: bool = False
    heard: str = ""
    rest: tuple[str, ...] = ()


NONE = Numbers()


def numbers(said: Wording, count: int, telling: Container[str] = ()) -> Numbers:
    """What the answer numbers among so many choices. The `telling` words are no mere fillers here."""
    with_digits = DIGIT.search(said.folded)
    if NO_PLACE.search(said.folded) if with_digits else SPELT.keys().isdisjoint(said.words):
        return NONE
    found = [(word, int(match[1])) for word in said.words if (match := NUMBER.fullmatch(word))]
    spelt = not found
    found = found or _spelt(said.words, count)
    heard = [word for word, _ in found]
    places = tuple(sorted({number - 1 for _, number in found}))
    nothing = JOINING if len(places) > 1 else MARKING if with_digits else FILLERS
    others = [word for word in said.words if word not in heard and word not in PRONOUNS]
    rest = tuple([word for word in others if word not in nothing or word in telling])
    if not places or spelt and (rest or _is_all(said.words)):
        return NONE
    if not rest:
        return Numbers(places, alone=True, spelt=spelt, heard=" ".join(heard))
    firm, leads = bool(FIRM.search(said.folded)), said.words[0] in heard
    return Numbers(places, firm=firm, leads=leads, heard=" ".join(heard), rest=rest)


def alone(choices: Prepared, named: Numbers, whole: set[int]) -> Reading | None:
    """What a number says by itself, the text of the choices at `whole`. Two may yet be one, as “2-3” of “2-3 kg”."""
    if len(named.places) > 1:
        return None
    places = within(choices, named) | whole
    if named.spelt:  # “one” is also what the choice “One cat” says
        places |= {text.place for text in choices.texts if named.heard in text.words}
    elif not places:
        return Reading(doubt=Doubt.NO_SUCH_NUMBER, heard=named.heard)
    return _one(named, places) if within(choices, named) else None


def beside(choices: Prepared, named: Numbers, said: Wording, found: set[int]) -> Reading | None:
    """What a number says beside other words, by which these places were found: None if it doesn't matter."""
    own = within(choices, named)
    if not named.firm and not named.leads:
        found = set(choices.exact.get("".join(named.rest), {}))
    if not own or not (found or named.firm):
        return None
    if named.firm and (said.asks or not NEGATIONS.isdisjoint(named.rest)):
        return None
    return _one(named, own | found)


def within(choices: Prepared, named: Numbers) -> set[int]:
    return {place for place in named.places if 0 <= place < choices.count}


def _one(named: Numbers, places: set[int]) -> Reading:
    if len(places) > 1:
        return Reading(doubt=Doubt.TIE, tied=tuple(sorted(places)), heard=named.heard)
    return Reading(min(places), Rule.NUMBER, 100.0, heard=named.heard)


def _spelt(words: list[str], count: int) -> list[tuple[str, int]]:
    ordinals = [(word, ORDINALS[word] or count) for word in words if word in ORDINALS]
    return ordinals or [(word, NUMBERS[word]) for word in words if word in NUMBERS]


def _is_all(words: list[str]) -> bool:
    return any(one in ALL_OF_THEM and other in NUMBERS for one, other in pairwise(words))
