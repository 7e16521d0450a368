"""The compliance words (E3) and how a text is recognised as one of them.

STOP first: the union of the provider's list, the seven words of the FCC's 2024 order, other providers' words and the
French, German and Spanish ones. The whole text must be the word; case, accents, zero-width
characters, punctuation and emoji around it do not matter.
"""

import re
import unicodedata
from enum import StrEnum


class Word(StrEnum):
    STOP = "stop"
    HELP = "help"
    START = "start"


RESERVED: dict[Word, frozenset[str]] = {
    Word.STOP: frozenset(
        "STOP STOPALL UNSUBSCRIBE CANCEL END QUIT REVOKE OPTOUT OPT-OUT EXIT REMOVE TD"
        " ARRET ARRETER STOPP ALTO PARAR".casefold().split()
    )
    | {"opt out", "stop all"},
    Word.HELP: frozenset(["help", "info", "aide", "ayuda", "hilfe"]),
    Word.START: frozenset(["start", "yes", "unstop", "subscribe", "restart", "resubscribe"]),
}


def normalise(text: str) -> str:
    """Case folded, accents and everything but letters, digits, inner hyphens and single spaces taken away."""
    text = unicodedata.normalize("NFKD", text).casefold()
    text = "".join(
        c
        for c in text
        if not unicodedata.combining(c) and unicodedata.category(c) not in {"Cf", "Cc"} or c.isspace()
    )
    text = re.sub(r"[^\w\s-]|_", " ", text)
    return " ".join(text.split()).strip("- ")


def reserved(text: str) -> Word | None:
    """The compliance word that the text is, or None."""
    word = normalise(text)
    return next((kind for kind, words in RESERVED.items() if word in words), None)
