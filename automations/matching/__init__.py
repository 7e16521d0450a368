"""Which choice of a message an answer means (H6), and when it means none for sure (H7). No database, no settings.

The first level at which something is found decides; there it must be exactly one choice, else nothing is recognised:

1. *number* and *exact*, of equal rank: the choice's number (numbering.py), or the whole answer is one of its texts.
   Case, accents, punctuation, spaces and emoji around it don't matter; ä is a or ae. An article or courtesy at an end
   of the choice's text may be left out here and below: “gift” is “A gift”.
2. *word*: a text of the choice stands in the answer as a word or phrase. Another's plural beside it is a tie.
3. *inside*: it stands inside a longer word, as “cat” in “catch”, unless that is an everyday word or one of the
   choices' own: “now” is no “no”. A single letter and figures are not looked for there.
4. *part* and *fuzzy*, of equal rank. Part: all that is said are words of that one choice, as “large” of “Large dog”.
   Fuzzy: one letter differs in a text of 6 to 8 letters, up to two in one of 9 and more, none in shorter ones
   (`preparing.SLIPS`); swapped neighbours are one slip (Damerau-Levenshtein). Figures and everyday words have none.

From 2 on it is doubtful, and not recognised, when a “not”, “pas”, “kein” stands in the same part of the sentence, when
the answer is a question (“what is …?”), or when it is longer than one text message (`ESSAY`) besides the choice's own:
whoever writes an essay wants something else, or more.
"""

from collections.abc import Sequence
from functools import lru_cache

from automations.matching import finding, numbering
from automations.matching.finding import Hit
from automations.matching.misspelling import misspelt
from automations.matching.numbering import Numbers, numbers
from automations.matching.partial import partly, parts
from automations.matching.preparing import Prepared
from automations.matching.reading import Doubt, Reading, Rule
from automations.matching.vocabulary import NEGATIONS
from automations.matching.wording import Wording

ESSAY = 160  # characters


def match(text: str, choices: Sequence[Sequence[str]]) -> Reading:
    """The choice that the text means; for each choice its own text and then its synonyms."""
    return read(text, prepare(tuple(map(tuple, choices))))


@lru_cache(maxsize=4096)
def prepare(choices: tuple[tuple[str, ...], ...]) -> "Choices":
    return Choices(choices)


class Choices(Prepared):
    """With the readings of what most people answer: a number, or a choice's text as it stands there."""

    def __init__(self, choices: tuple[tuple[str, ...], ...]):
        super().__init__(choices)
        expected = [
            form for place in range(1, self.count + 1) for form in (f"{place}", f"#{place}", f"{place})")
        ]
        expected += [_bare(text) for texts in choices for text in texts]
        self.known = {text: _read(text, self) for text in expected}


def read(text: str, choices: Choices) -> Reading:
    return choices.known.get(_bare(text)) or _read(text, choices)


def _bare(text: str) -> str:
    return text.strip(" .!\n").lower()


def _read(text: str, choices: Prepared) -> Reading:
    text = text.strip()
    if len(text) > ESSAY + choices.longest:
        return Reading(doubt=Doubt.ESSAY)
    said = Wording(text)
    if len(said.joined) > ESSAY + choices.longest:  # some characters are whole sentences
        return Reading(doubt=Doubt.ESSAY)
    named = numbers(said, choices.count, choices.telling)
    whole = finding.whole(choices, said)
    if whole and not (named.alone or named.firm):
        return _one(Rule.EXACT, whole)
    if named.alone and (reading := numbering.alone(choices, named, _places(whole))):
        return reading
    rule, hits, misleading = _contained(choices, said)
    if named.rest and (reading := numbering.beside(choices, named, said, _places(whole + hits))):
        return reading
    if whole:
        return _one(Rule.EXACT, whole)
    hits += _longer_misspelt(choices, said, hits)
    if not hits:
        parted, slips = parts(choices, said), misspelt(choices, said)
        rule, hits = Rule.PART if parted else Rule.FUZZY, parted + slips + partly(choices, said, slips)
    if hits:
        return _doubtful(said, hits) or _one(rule, hits)
    return _nothing(choices, named, misleading)


def _contained(choices: Prepared, said: Wording) -> tuple[Rule, list[Hit], list[Hit]]:
    """By which rule the answer holds which texts, and which ones it holds in words that mean something else."""
    misleading: list[Hit] = []
    inside = finding.inside_words(choices, said)
    for rule, hits in ((Rule.WORD, finding.as_words(choices, said, inside)), (Rule.INSIDE, inside)):
        meant = [hit for hit in hits if not finding.misleads(choices, said, hit)]
        if meant:
            return rule, meant, misleading
        misleading += hits
    return Rule.NONE, [], misleading


def _longer_misspelt(choices: Prepared, said: Wording, hits: list[Hit]) -> list[Hit]:
    """“Cat fod” holds “Cat”, and is a letter from “Cat food”: a tie."""
    if not any(hit.text.squashed in choices.nested for hit in hits):
        return []
    return [hit for hit in misspelt(choices, said) if " " in hit.text.joined]


def _doubtful(said: Wording, hits: list[Hit]) -> Reading | None:
    asks = said.asks
    if not asks and NEGATIONS.isdisjoint(said.words):
        return None
    tied = tuple(sorted(_places(hits)))
    if asks:
        return Reading(doubt=Doubt.QUESTION, tied=tied, said=hits[0].text.said)
    negated = (hit for hit in hits if finding.is_negated(said, hit, hits))
    return next((Reading(doubt=Doubt.NEGATED, tied=tied, said=hit.text.said) for hit in negated), None)


def _one(rule: Rule, hits: list[Hit]) -> Reading:
    hit = hits[0]
    if len(hits) > 1:
        places = _places(hits)
        if len(places) > 1:
            return Reading(doubt=Doubt.TIE, tied=tuple(sorted(places)))
        hit = min(hits, key=lambda hit: (hit.slips, -len(hit.text.squashed), hit.text.said))
    return Reading(hit.text.place, rule, finding.score(rule, hit), hit.text.said, hit.heard, hit.slips)


def _nothing(choices: Prepared, named: Numbers, misleading: list[Hit]) -> Reading:
    if named.alone and len(own := numbering.within(choices, named)) > 1:
        return Reading(doubt=Doubt.TIE, tied=tuple(sorted(own)))
    if misleading:
        hit, tied = misleading[0], tuple(sorted(_places(misleading)))
        return Reading(doubt=Doubt.EVERYDAY, tied=tied, said=hit.text.said, heard=hit.heard)
    return Reading(doubt=Doubt.NOTHING)


def _places(hits: list[Hit]) -> set[int]:
    return {hit.text.place for hit in hits}
