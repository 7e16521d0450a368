"""Where a text of a choice stands in an answer with a letter or two wrong (H6): the last level, for longer texts."""

from collections.abc import Iterator

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from automations.matching.finding import Hit
from automations.matching.preparing import MOST_SLIPS, Prepared
from automations.matching.vocabulary import FILLERS, is_everyday, is_opposite, stem
from automations.matching.wording import Wording

distance = DamerauLevenshtein.distance


def misspelt(choices: Prepared, said: Wording) -> list[Hit]:
    """The text with a letter or two wrong, missing, added or swapped; the nearest where they overlap."""
    meant = [_is_meant(choices, word) for word in said.words]
    if all(meant):
        return []
    hits = []
    for run, first, last in said.runs(choices.sizes):
        texts = choices.near.get((last - first, len(run)))
        if texts and not all(meant[first:last]):
            hits += _near(choices, texts, run, first, last)
    if len(hits) < 2:
        return hits
    return [
        hit for hit in hits if not any(_overlap(hit, other) and other.slips < hit.slips for other in hits)
    ]


def _is_meant(choices: Prepared, word: str) -> bool:
    """Everyday words are no slips, unless they are a word of a choice but for its ending."""
    return (word in FILLERS or is_everyday(word)) and stem(word) not in choices.stems


def _near(choices: Prepared, texts: list[str], run: str, first: int, last: int) -> Iterator[Hit]:
    """The texts that the run is a misspelling of; the ending of its plural is no slip."""
    for form in (run, run[:-1]) if run[-1] in "sx" else (run,):
        for squashed, slips, _ in process.extract(
            form, texts, scorer=distance, score_cutoff=MOST_SLIPS, limit=None
        ):
            for text in choices.exact[squashed].values():
                if slips <= text.slips and _figures(run) == text.figures and not is_opposite(run, squashed):
                    yield Hit(text, run, first, last, first, last, max(slips, 1))


def _figures(text: str) -> str:
    return "" if text.isalpha() else "".join(c for c in text if c.isdigit())


def _overlap(one: Hit, other: Hit) -> bool:
    return one.start < other.end and other.start < one.end
