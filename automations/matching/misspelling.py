"""Where a text of a choice stands in an answer with a letter or two wrong (H6): the last level, for longer texts."""

from collections.abc import Iterator

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from automations.matching.finding import Hit
from automations.matching.preparing import MOST_SLIPS, Prepared
from automations.matching.vocabulary import is_everyday, stem
from automations.matching.wording import Wording

distance = DamerauLevenshtein.distance


def misspelt(choices: Prepared, said: Wording) -> list[Hit]:
    """The text with a letter or two wrong, missing, added or swapped; the nearest where they overlap."""
    hits = []
    for run, first, last in said.runs(choices.sizes):
        texts = choices.near.get((last - first, len(run)))
        if texts:
            hits += _near(choices, texts, run, first, last)
    return [
        hit for hit in hits if not any(_overlap(hit, other) and other.slips < hit.slips for other in hits)
    ]


def _near(choices: Prepared, texts: list[str], run: str, first: int, last: int) -> Iterator[Hit]:
    """The texts that the run is a misspelling of; the ending of its plural is no slip."""
    for form in (run, run[:-1]) if run[-1] in "sx" else (run,):
        if process.extractOne(form, texts, scorer=distance, score_cutoff=MOST_SLIPS) is None:
            continue  # as nearly always, and found out fast
        for squashed in texts:
            if last - first == 1 and is_everyday(run) and stem(run) != stem(squashed):
                continue
            slips = max(distance(form, squashed), 1)
            for text in choices.exact[squashed].values():
                if slips <= text.slips and _figures(run) == text.figures:
                    yield Hit(text, run, first, last, first, last, slips)


def _figures(text: str) -> str:
    return "".join(c for c in text if c.isdigit())


def _overlap(one: Hit, other: Hit) -> bool:
    return one.start < other.end and other.start < one.end
