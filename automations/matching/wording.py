"""What is left of a text when one looks at its words alone: case, accents, punctuation and zero-width characters gone.

Umlauts are read both ways: “Kätzchen” has the words “katzchen” and “kaetzchen”, and is met by either.
Apostrophes go as the languages want it: “don't” is “dont”, “l'orange” is “orange”.
"""

import re
import unicodedata
from functools import cached_property

from automations.matching.vocabulary import QUESTIONS

APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ`´′ʹ", "'"))
LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "🔟": "10"})
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
UMLAUT = re.compile("[äöüåø]")
GONE = {"Mn", "Me", "Cf", "Cs"}

ELISION = re.compile(r"\b([cdjlmnst]|qu)'(?=\w)")
WORD = re.compile(r"[^\W_]+")
EMOJI = re.compile(
    "[\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001f3fa\U0001f400-\U0001faff]"
)  # skin tones apart
STOPS = re.compile(r"[.,;:!?()\[\]\n…]|\s[-–—]\s|[^\W_]+")
TURNS = frozenset({"but", "mais", "aber", "sondern"})


def folded(text: str) -> str:
    """Lower case without accents, its punctuation still there."""
    if text.isascii():
        text = text.lower()
    else:
        text = unicodedata.normalize("NFKC", text.translate(APOSTROPHES)).casefold().translate(LIGATURES)
        text = unicodedata.normalize("NFKD", text)
        text = "".join(c for c in text if unicodedata.category(c) not in GONE)
        text = unicodedata.normalize("NFC", text)  # Korean is syllables again
    if "'" in text or "`" in text:
        text = ELISION.sub("", text.replace("`", "'")).replace("'", "")
    return text.replace("\0", "")


class Wording:
    """`words` in order; `twins` are the same with ä as “ae”; `joined` is them with single spaces."""

    def __init__(self, text: str):
        self.folded = folded(text)
        self.words = WORD.findall(self.folded)
        self.joined = " ".join(self.words)
        plain = text.isascii()
        self.twins = self.words if plain else _twins(text, self.words)
        self.emoji: list[str] = [] if plain else EMOJI.findall(text)
        self._runs: list[tuple[str, int, int]] | None = None

    def runs(self, sizes: tuple[int, ...]) -> list[tuple[str, int, int]]:
        """Each run of so many words, written together, with the words from and until before which it goes."""
        if self._runs is None:
            forms = (self.words,) if self.twins is self.words else (self.words, self.twins)
            self._runs = [
                (words[first] if size == 1 else "".join(words[first : first + size]), first, first + size)
                for words in forms
                for size in sizes
                for first in range(len(words) - size + 1)
            ]
        return self._runs

    @cached_property
    def clauses(self) -> list[int]:
        """For each word, in which part of the sentence it stands."""
        clause, found = 0, []
        for part in STOPS.findall(self.folded):
            if not WORD.match(part):
                clause += 1
                continue
            clause += part in TURNS
            found.append(clause)
        return found

    @property
    def asks(self) -> bool:
        """“What is a …?” asks; “What about a …?” answers."""
        if not self.words or not self.folded.endswith("?"):
            return False
        return self.words[0] in QUESTIONS and self.words[1:2] != ["about"]


def _twins(text: str, words: list[str]) -> list[str]:
    composed = unicodedata.normalize("NFC", text).casefold()
    return WORD.findall(folded(composed.translate(UMLAUTS))) if UMLAUT.search(composed) else words
