"""Names that people give to things."""

from unicodedata import category, normalize


def one_line(text: str) -> str:
    """The name on one line: no control characters, one space where there were several, letters composed (NFC)."""
    seen = "".join(" " if category(letter) == "Cc" else letter for letter in text)
    return " ".join(normalize("NFC", seen).split())
