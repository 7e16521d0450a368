"""Where the texts of a message's choices stand in an answer: the levels below number and exact (see matching.py).

At each level the longer text covers the shorter one inside it: “cat food” holds no “cat”.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from automations.matching.preparing import Prepared, Text
from automations.matching.reading import Rule
from automations.matching.vocabulary import (
    IDIOMS,
    NEGATIONS,
    inflects,
    is_everyday,
    is_opposite,
)
from automations.matching.wording import Wording


class Hit(NamedTuple):
    """`text` was found as `heard`, in the words from `first` until before `last` (and these characters)."""

    text: Text
    heard: str
    first: int
    last: int
    start: int = 0
    end: int = 0
    slips: int = 0

    @property
    def letters(self) -> int:
        return len(self.heard.replace(" ", ""))


def whole(choices: Prepared, said: Wording) -> list[Hit]:
    """The answer is the text, but for spaces: “T-shirt”, “tshirt”."""
    if not said.words:
        heard = "".join(said.emoji)
        return [Hit(text, heard, 0, 0) for text in choices.pictures if text.squashed == heard]
    if said.twins is said.words and "".join(said.words) not in choices.exact:
        return []
    return [
        Hit(text, " ".join(words), 0, len(words))
        for words in _forms(said)
        for text in choices.exact.get("".join(words), {}).values()
    ]


def as_words(choices: Prepared, said: Wording, inside: list[Hit]) -> list[Hit]:
    """The text stands in the answer as a word or phrase; beside one, another's plural counts, too."""
    hits = [
        Hit(text, run, first, last, first, last)
        for run, first, last in said.runs(choices.sizes)
        if run in choices.exact
        for text in choices.exact[run].values()
    ]
    if choices.pictures:
        emoji = "".join(said.emoji)
        hits += [Hit(text, text.squashed, -1, -1) for text in choices.pictures if text.squashed in emoji]
    if not hits:
        return []
    plurals = [hit for hit in inside if inflects(hit.heard, hit.text.joined)]
    return _uncovered(hits) + plurals


def inside_words(choices: Prepared, said: Wording) -> list[Hit]:
    """The text stands inside a longer word: “catch” holds “cat”."""
    return [
        hit
        for words in ((said.joined,) if said.twins is said.words else (said.joined, " ".join(said.twins)))
        for hit in _uncovered(
            [hit for joined, text in choices.insides if joined in words for hit in _inside(text, words)]
        )
    ]


def misleads(choices: Prepared, said: Wording, hit: Hit) -> bool:
    """Whether what was found means something else: an everyday word, one of the choices' own, “no” of “no problem”."""
    if hit.heard == hit.text.squashed:
        return hit.text.is_negation and any(
            idiom.startswith(f"{hit.heard} ") and f" {idiom} " in f" {said.joined} " for idiom in IDIOMS
        )
    if " " in hit.heard or inflects(hit.heard, hit.text.joined):
        return False
    own = is_everyday(hit.heard) or hit.heard in choices.vocabulary
    return own or is_opposite(hit.heard, hit.text.joined)


def is_negated(said: Wording, hit: Hit, hits: list[Hit]) -> bool:
    """Whether a “not” stands in the same part of the sentence, and isn't a word of a choice itself."""
    if hit.first < 0 or hit.text.is_negation:
        return False
    clauses = set(said.clauses[hit.first : hit.last])
    return any(
        word in NEGATIONS and clause in clauses and not any(one.first <= place < one.last for one in hits)
        for place, (word, clause) in enumerate(zip(said.words, said.clauses, strict=True))
    )


def score(rule: Rule, hit: Hit) -> float:
    """How many per cent of the letters compared agree."""
    if rule in (Rule.EXACT, Rule.WORD):
        return 100.0
    own, heard = hit.text.letters if rule == Rule.PART else len(hit.text.squashed), hit.letters
    agreeing = max(own, heard) - hit.slips if rule == Rule.FUZZY else min(own, heard)
    return round(100 * agreeing / max(own, heard), 1)


def _forms(said: Wording) -> Iterable[list[str]]:
    return (said.words,) if said.twins is said.words else (said.words, said.twins)


def _inside(text: Text, joined: str) -> Iterator[Hit]:
    start = joined.find(text.joined)
    while start >= 0:
        end = start + len(text.joined)
        opens = joined.rfind(" ", 0, start) + 1
        closes = (joined.find(" ", end) + len(joined) + 1) % (len(joined) + 1)
        if (opens, closes) != (start, end):
            first, last = joined.count(" ", 0, start), joined.count(" ", 0, end) + 1
            yield Hit(text, joined[opens:closes], first, last, start, end)
        start = joined.find(text.joined, end)


def _uncovered(hits: list[Hit]) -> list[Hit]:
    if len(hits) < 2:
        return hits
    return [hit for hit in hits if not any(_covers(other, hit) for other in hits)]


def _covers(one: Hit, other: Hit) -> bool:
    return one.start <= other.start and other.end <= one.end and one.end - one.start > other.end - other.start
