LONGEST = 18  # digits that surely fit Postgres's bigint


def whole(text: str) -> int | None:
    """The whole number that a stranger wrote; None for anything else, however long or odd."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST else None
