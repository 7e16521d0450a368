"""Answers that were not understood, put together by likeness; and what a further synonym would have made of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from automations.matching import match
from automations.matching.vocabulary import FILLERS, stem
from automations.matching.wording import Wording

ALIKE = 82  # of 100, rapidfuzz' ratio of the words without fillers
SHORTEST_ALIKE = 5  # letters; what is shorter is alike only if it is the same


@dataclass(frozen=True)
class Group:
    """`wording`: the most frequent of `texts`, which are (text, times), most frequent first; `times` of all of them."""

    wording: str
    times: int
    texts: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Change:
    """An answer that would have been read otherwise; choices are places from 0, None is not understood."""

    text: str
    times: int
    before: int | None
    after: int | None


@dataclass(frozen=True)
class Effect:
    """What a further synonym would have changed: answers `found` by it, and others `changed`, for better or worse."""

    found: tuple[Change, ...]
    changed: tuple[Change, ...]


def groups(texts: Iterable[tuple[str, int]]) -> list[Group]:
    """The most frequent first; the same texts in any order give the same groups. Meant for a few thousand texts."""
    members: dict[str, list[tuple[str, int]]] = {}
    leaders: list[str] = []
    for text, times in sorted(texts, key=lambda each: (-each[1], each[0])):
        key = _key(text)
        leader = key if key in members else _alike(key, leaders)
        if leader is None:
            leader = key
            if len(key) >= SHORTEST_ALIKE:
                leaders.append(key)
        members.setdefault(leader, []).append((text, times))
    found = [Group(each[0][0], sum(times for _, times in each), tuple(each)) for each in members.values()]
    return sorted(found, key=lambda group: (-group.times, group.wording))


def _key(text: str) -> str:
    said = Wording(text)
    words = [word for word in said.words if word not in FILLERS] or said.words
    return " ".join(sorted(map(stem, words))) or "".join(sorted(set(said.emoji))) or text.strip()


def _alike(key: str, leaders: list[str]) -> str | None:
    if len(key) < SHORTEST_ALIKE:
        return None
    best = process.extractOne(key, leaders, scorer=fuzz.ratio, score_cutoff=ALIKE)
    return best[0] if best else None


def would_find(
    texts: Iterable[tuple[str, int]], choices: Sequence[Sequence[str]], synonym: str, place: int
) -> Effect:
    """What becomes of (text, times) if the choice at `place` is given the synonym."""
    after = [[*own, synonym] if number == place else own for number, own in enumerate(choices)]
    found, changed = [], []
    for text, times in texts:
        change = Change(text, times, match(text, choices).choice, match(text, after).choice)
        if change.before == change.after:
            continue
        (found if change.before is None and change.after == place else changed).append(change)
    return Effect(tuple(found), tuple(changed))
