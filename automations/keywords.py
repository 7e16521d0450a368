"""Trigger keywords as they are compared (H2). Pure."""

import unicodedata

SHORTEST = 4  # characters
LONG = 12  # from here on a shorter one is advised (H1)
LONGEST = 40


def normalise(text: str) -> str:
    """Any case, one space where there are several; symbols count (H2)."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return " ".join(folded.replace("\0", "").split())
