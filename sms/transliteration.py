"""Characters that GSM-7 lacks, and how they can be written with those that it has (E7): one smart quote makes a text
cost as if all of it were Chinese.

Marks (quotes, dashes, spaces …) lose nothing by it and are replaced when one says so; letters (ê, ç, œ …) change how a
word is spelt, so that is a second choice. Letters that GSM-7 has (é è à ù ì ò ä ö ü ñ) are never touched. The table is
the browser's, too (static/js/transliteration.js).
"""

import json
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from sms.segments import measure

TABLE = json.loads(Path(settings.BASE_DIR, "static/data/transliteration.json").read_text("utf-8"))
MARKS: dict[str, str] = TABLE["marks"]
ALL: dict[str, str] = MARKS | TABLE["letters"]


def _any_of(table: dict[str, str]) -> re.Pattern:
    return re.compile("|".join(map(re.escape, sorted(table, key=len, reverse=True))))


FIND_MARKS, FIND_ALL = _any_of(MARKS), _any_of(ALL)


@dataclass(frozen=True)
class Offer:
    """`characters`: what would be replaced, each once; `segments` is what is left to pay then."""

    characters: list[str]
    letters: bool
    body: str
    segments: int


def plain(text: str, letters: bool = False) -> str:
    """With marks written plainly, or also with letters."""
    composed = unicodedata.normalize("NFC", text)
    return (FIND_ALL if letters else FIND_MARKS).sub(lambda match: ALL[match[0]], composed)


def offer(text: str) -> Offer | None:
    """What makes the text take fewer segments; None when nothing does, as beside an emoji."""
    now = measure(text)
    if now.encoding == "GSM-7":
        return None
    for letters in (False, True):
        body = plain(text, letters)
        then = measure(body)
        if then.encoding == "GSM-7":
            found = (FIND_ALL if letters else FIND_MARKS).findall(unicodedata.normalize("NFC", text))
            characters = list(dict.fromkeys(found))
            return Offer(characters, letters, body, then.segments) if then.segments < now.segments else None
    return None
