"""The words of people who answer, in English, French and German (words/*.txt), folded as `wording.folded` folds them.

FILLERS surround an answer and say nothing themselves; ARTICLES do so around a choice (“A gift”, “Yes please”); NUMBERS
and ORDINALS name a choice by its place; after NEGATIONS a choice is not meant; IDIOMS (“no problem”) begin with one and
say neither yes nor no; QUESTIONS begin what is no answer.
EVERYDAY words are never another word with letters added or mistaken: “now” is no “no”.
"""

from functools import lru_cache
from pathlib import Path

LAST = 0  # of however many choices
PLURALS = ("s", "x", "es")
OPPOSITES = ("un", "in", "im", "ir", "dis", "mis", "non")
INFLECTIONS = (*PLURALS, "n", "en", "e", "er")


def _sections() -> dict[str, list[str]]:
    """The lines of each section, the languages one after the other."""
    found: dict[str, list[str]] = {}
    for language in ("en", "fr", "de"):
        for line in (Path(__file__).with_name("words") / f"{language}.txt").read_text("utf-8").splitlines():
            if line.startswith("["):
                section = found.setdefault(line.strip("[]"), [])
            elif line and not line.startswith("#"):
                section.append(line)
    return found


def _words(lines: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(" ".join(lines).split()))


def _numbered(lines: list[str]) -> dict[str, int]:
    rows = (line.split() for line in lines)
    return {word: LAST if number == "last" else int(number) for number, *words in rows for word in words}


_SECTIONS = _sections()
FILLERS = frozenset(_words(_SECTIONS["fillers"]))
ARTICLES = frozenset(_words(_SECTIONS["articles"]))
NUMBERS = _numbered(_SECTIONS["numbers"])
ORDINALS = _numbered(_SECTIONS["ordinals"])
NEGATIONS = frozenset(_words(_SECTIONS["negations"]))
IDIOMS = tuple(_SECTIONS["idioms"])
QUESTIONS = frozenset(_words(_SECTIONS["questions"]))
EVERYDAY = _words(_SECTIONS["everyday"])
_KNOWN = frozenset(EVERYDAY)


def is_everyday(word: str) -> bool:
    return word in _KNOWN or word.removesuffix("s") in _KNOWN


@lru_cache(maxsize=10_000)
def stem(word: str) -> str:
    """Without the endings of plurals and feminines, while three letters stay: “women” and “women's” have the same."""
    for ending in ("en", "es", "s", "x", "n", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return stem(word.removesuffix(ending))
    return word


def is_opposite(word: str, base: str) -> bool:
    """“Unhappy” is no “happy”, “insatisfait” no “satisfait”, “unzufrieden” no “zufrieden”."""
    return any(word.startswith(prefix + base) for prefix in OPPOSITES)


def inflects(word: str, base: str) -> bool:
    """Whether it is the other with an ending, as “dogs” is. A short word has few: “none” is no “non”."""
    endings = INFLECTIONS if len(base) > 3 else PLURALS if len(base) == 3 else ()
    return word.startswith(base) and word[len(base) :] in endings
