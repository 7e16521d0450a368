"""The choices of a message, made ready once to be looked for in many answers."""

from collections.abc import Sequence
from typing import NamedTuple

from automations.matching.vocabulary import ARTICLES, FILLERS, NEGATIONS, stem
from automations.matching.wording import Wording

SLIPS = ((9, 2), (6, 1))  # from so many letters on, so many may be wrong; shorter texts take no misspelling
MOST_SLIPS = SLIPS[0][1]
IDEOGRAPHS = "\u2e80"  # from here on one character is a word


class Text(NamedTuple):
    """One text of the choice at `place`: `said` as it was written, the rest as it is compared."""

    place: int
    said: str
    words: tuple[str, ...]
    joined: str
    squashed: str
    slips: int = 0
    figures: str = ""

    @property
    def letters(self) -> int:
        """How many its words have that aren't mere courtesies."""
        return sum(len(word) for word in self.words if word not in FILLERS) or len(self.squashed)

    @property
    def is_negation(self) -> bool:
        return not NEGATIONS.isdisjoint(self.words)

    @property
    def may_be_inside(self) -> bool:
        """Figures are no part of others (“10 kg” isn't in “110 kg”), and a single letter is in everything."""
        if self.joined[0].isdigit() or self.joined[-1].isdigit():
            return False
        return len(self.squashed) > 1 or self.squashed >= IDEOGRAPHS


class Bag(NamedTuple):
    """The words of a text in no order, without their endings, and its emoji."""

    text: Text
    stems: frozenset[str]
    negations: frozenset[str]


class Prepared:
    """`pictures` are texts of emoji alone; `telling` fillers are a choice here, as “Maybe” may be.

    `nested` texts are words of another choice's, as “Cat” of “Cat food”. A run of `sizes` words may be one of the
    texts. `near`: by how many words and letters a run has, the texts (squashed) that it may be a misspelling of.
    """

    def __init__(self, choices: Sequence[Sequence[str]]):
        self.count = len(choices)
        self.texts: list[Text] = []
        self.pictures: list[Text] = []
        self.bags: list[Bag] = []
        self.exact: dict[str, dict[int, Text]] = {}
        for place, texts in enumerate(choices):
            for said in texts:
                self._take(place, said)
        self._take_cores()
        self.vocabulary = frozenset(word for text in self.texts for word in text.words)
        self.telling = frozenset(
            word for text in self.texts if FILLERS.issuperset(text.words) for word in text.words
        )
        self.stems = frozenset(stem for bag in self.bags for stem in bag.stems)
        sizes = {len(text.words) for text in self.texts}
        self.sizes = tuple(sorted({size + more for size in sizes for more in (-1, 0, 1)} - {0}))
        self.insides = [(text.joined, text) for text in self.texts if text.may_be_inside]
        joined = [(text.place, f" {text.joined} ") for text in self.texts]
        self.nested = frozenset(
            text.squashed
            for text in self.texts
            if any(place != text.place and f" {text.joined} " in other for place, other in joined)
        )
        self.near = _by_size([text for text in self.texts if text.slips])
        lengths = [len(said) for texts in choices for said in texts]
        self.longest = max([0, *lengths, *(len(text.joined) for text in self.texts)])

    def _take(self, place: int, said: str) -> None:
        wording = Wording(said)
        emoji = frozenset(wording.emoji)
        for words in dict.fromkeys((tuple(wording.words), tuple(wording.twins))):
            if words and place not in self.exact.get("".join(words), {}):
                self._take_words(place, said, words, emoji)
        if emoji and not wording.words:
            self.pictures.append(Text(place, said, (), "", "".join(wording.emoji)))

    def _take_cores(self) -> None:
        """“A gift” is “gift” as well, and “Yes please” is “yes”, where no other choice is."""
        cores: dict[str, dict[int, Text]] = {}
        for text in self.texts:
            if core := _core(text.words):
                cores.setdefault("".join(core), {})[text.place] = text
        for squashed, texts in cores.items():
            if len(texts) == 1 and squashed not in self.exact:
                (text,) = texts.values()
                self._take_words(text.place, text.said, _core(text.words), frozenset())

    def _take_words(self, place: int, said: str, words: tuple[str, ...], emoji: frozenset[str]) -> None:
        squashed = "".join(words)
        slips = next((slips for letters, slips in SLIPS if len(squashed) >= letters), 0)
        figures = "".join(c for c in squashed if c.isdigit())
        text = Text(place, said, words, " ".join(words), squashed, slips, figures)
        self.texts.append(text)
        self.exact.setdefault(squashed, {})[place] = text
        self.bags.append(Bag(text, emoji.union(map(stem, words)), NEGATIONS.intersection(words)))


def _core(words: tuple[str, ...]) -> tuple[str, ...]:
    """Without the articles and courtesies at its ends; empty if there are none, or nothing that tells stays."""
    first, last = 0, len(words)
    while first < last and words[first] in ARTICLES:
        first += 1
    while first < last and words[last - 1] in ARTICLES:
        last -= 1
    core = words[first:last]
    says_little = FILLERS.issuperset(core) or len("".join(core)) < 2 or "".join(core).isdigit()
    return () if core == words or says_little else core


def _by_size(texts: list[Text]) -> dict[tuple[int, int], list[str]]:
    """A slip may part a word or join two, and the ending of a plural is none."""
    found: dict[tuple[int, int], list[str]] = {}
    for text in texts:
        words, letters = len(text.words), len(text.squashed)
        for size in range(max(1, words - 1), words + 2):
            for length in range(letters - text.slips, letters + text.slips + 2):
                found.setdefault((size, length), []).append(text.squashed)
    return found
