"""Which choice of a message an answer means (H6), and when it means none for sure (H7). No database, no settings.

The first level at which something is found decides; there it must be exactly one choice, else nothing is recognised:

1. *number* and *exact*, of equal rank: the choice's number (numbering.py), or the whole answer is one of its texts.
   Case, accents, punctuation, spaces and emoji around it don't matter; ä is a or ae.
2. *word*: a text of the choice stands in the answer as a word or phrase. Another's plural beside it is a tie.
3. *inside*: it stands inside a longer word, as “cat” in “catch” – unless that is an everyday word or one of the choices' own:
   “now” is no “no”. A single letter and figures are not looked for there.
4. *part* and *fuzzy*, of equal rank. Part: all that is said are words of that one choice, as “large” of “Large dog”.
   Fuzzy: one letter differs in a text of 6 to 8 letters, up to two in one of 9 and more, none in shorter ones; figures
   and everyday words are never misspelt. Swapped neighbours are one slip (Damerau-Levenshtein).

From 2 on it is doubtful, and not recognised, when a “not”, “pas”, “kein” stands in the same part of the sentence, when the
answer is a question (“what is …?”), or when it is longer than a text message of 160 characters besides the choice's own:
whoever writes an essay wants something else, or more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from automations import finding
from automations.finding import Hit
from automations.numbering import Numbers, numbers
from automations.preparing import Prepared
from automations.vocabulary import IDIOMS, NEGATIONS, QUESTIONS
from automations.wording import Wording

ESSAY = 160  # characters


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

    `choice`: its place from 0, None when not recognised; then `doubt` says why and `tied` are the choices that it could
    have been. `said` is the text of the choice that was met by `heard`, words of the answer. `score`: how many per cent of
    the letters compared agree (100 for number, exact and word).
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


def match(text: str, choices: Sequence[Sequence[str]]) -> Reading:
    """The choice that the text means; for each choice its own text and then its synonyms."""
    return read(text, prepare(tuple(map(tuple, choices))))


@lru_cache(maxsize=4096)
def prepare(choices: tuple[tuple[str, ...], ...]) -> "Choices":
    return Choices(choices)


class Choices(Prepared):
    """With the readings of what most people answer: a number or a choice's text as it stands there."""

    def __init__(self, choices: tuple[tuple[str, ...], ...]):
        super().__init__(choices)
        expected = [form for n in range(1, self.count + 1) for form in (f"{n}", f"{n}.")]
        expected += [form for texts in choices for text in texts for form in (text, text.lower())]
        self.known = {text: _read(text, self) for text in expected}


def read(text: str, choices: Choices) -> Reading:
    return choices.known.get(text) or _read(text, choices)


def _read(text: str, choices: Prepared) -> Reading:
    text = text.strip()
    if len(text) > ESSAY + choices.longest:
        return Reading(doubt=Doubt.ESSAY)
    said = Wording(text)
    named = numbers(said, choices.count, choices.vocabulary)
    whole = finding.whole(choices, said)
    if whole and not (named.alone or named.firm):
        return _one(Rule.EXACT, whole)
    contained, hits, misleading = _contained(choices, said)
    if named.places and (reading := _by_number(choices, named, whole, _places(hits), said)):
        return reading
    if whole:
        return _one(Rule.EXACT, whole)
    if not hits:
        alike = finding.parts(choices, said)
        contained, hits = Rule.PART if alike else Rule.FUZZY, alike + finding.misspelt(choices, said)
    if hits:
        return _doubtful(said, hits) or _one(contained, hits)
    return _nothing(choices, named, misleading)


def _contained(choices: Prepared, said: Wording) -> tuple[Rule, list[Hit], list[Hit]]:
    """By which rule the answer holds which texts, and which ones it holds in words that mean something else."""
    misleading: list[Hit] = []
    for rule, level in ((Rule.WORD, finding.as_words), (Rule.INSIDE, finding.inside_words)):
        hits = level(choices, said)
        apart = [hit for hit in hits if finding.misleads(choices, said, hit)]
        if len(apart) < len(hits):
            return rule, [hit for hit in hits if hit not in apart], misleading
        misleading += apart
    return Rule.NONE, [], misleading


def _by_number(
    choices: Prepared, named: Numbers, whole: list[Hit], contained: set[int], said: Wording
) -> Reading | None:
    """The reading that its numbers decide, or None if they decide nothing."""
    own = {place for place in named.places if 0 <= place < choices.count}
    if named.alone:
        others = _places(whole)
        if named.spelt:  # “one” is also what the choice “One cat” says
            others |= {text.place for text in choices.texts if named.heard in text.words}
        elif not own and not others:
            return Reading(doubt=Doubt.NO_SUCH_NUMBER, heard=named.heard)
    elif named.firm:
        if not NEGATIONS.isdisjoint(named.rest) or _asks(said):
            return None
        others = contained | _places(whole)
    elif named.leads:
        others = contained
    else:
        others = set(choices.exact.get("".join(named.rest), {}))
    if not own or not (others or named.alone or named.firm):
        return None
    if len(named.places) > 1:
        return None if whole or named.alone else Reading(doubt=Doubt.TIE, tied=tuple(sorted(own | others)))
    if own | others != own:
        return Reading(doubt=Doubt.TIE, tied=tuple(sorted(own | others)), heard=named.heard)
    return Reading(min(own), Rule.NUMBER, 100.0, heard=named.heard)


def _doubtful(said: Wording, hits: list[Hit]) -> Reading | None:
    tied = tuple(sorted(_places(hits)))
    if _asks(said):
        return Reading(doubt=Doubt.QUESTION, tied=tied, said=hits[0].text.said)
    if NEGATIONS.isdisjoint(said.words):
        return None
    for hit in hits:
        if finding.is_negated(said, hit, hits):
            return Reading(doubt=Doubt.NEGATED, tied=tied, said=hit.text.said)
    return None


def _asks(said: Wording) -> bool:
    """“What is a …?” asks; “What about a …?” answers."""
    return (
        said.folded.endswith("?")
        and bool(said.words)
        and said.words[0] in QUESTIONS
        and said.words[1:2] != ["about"]
    )


def _one(rule: Rule, hits: list[Hit]) -> Reading:
    places = _places(hits)
    if len(places) > 1:
        return Reading(doubt=Doubt.TIE, tied=tuple(sorted(places)))
    hit = min(hits, key=lambda hit: (hit.slips, -len(hit.text.squashed), hit.text.said))
    letters = hit.text.letters if rule == Rule.PART else len(hit.text.squashed), hit.letters
    score = 100.0
    if rule in (Rule.INSIDE, Rule.PART):
        score *= min(letters) / max(letters)
    elif rule == Rule.FUZZY:
        score *= 1 - hit.slips / max(letters)
    return Reading(hit.text.place, rule, round(score, 1), hit.text.said, hit.heard, hit.slips)


def _nothing(choices: Prepared, named: Numbers, misleading: list[Hit]) -> Reading:
    own = tuple(place for place in named.places if 0 <= place < choices.count)
    if len(own) > 1 and named.alone:
        return Reading(doubt=Doubt.TIE, tied=own)
    if misleading:
        hit, tied = misleading[0], tuple(sorted(_places(misleading)))
        return Reading(doubt=Doubt.EVERYDAY, tied=tied, said=hit.text.said, heard=hit.heard)
    return Reading(doubt=Doubt.NOTHING)


def _places(hits: list[Hit]) -> set[int]:
    return {hit.text.place for hit in hits}


def _numbered(places: tuple[int, ...]) -> str:
    return " or ".join(str(place + 1) for place in places)
