from typing import NamedTuple

KEYWORDS, TRIGGER, WHOLE = "keywords", "trigger", ""


class Problem(NamedTuple):
    """What is missing or wrong, why, and what to do. `place`: "keywords", "trigger", "settings", "default", the id of a
    message or of a choice; blank: the whole. With `advice` it can be switched on all the same. `code`: the kind."""

    place: str
    text: str
    advice: bool = False
    code: str = ""


def wrong(place: str, code: str, text: str) -> Problem:
    return Problem(place, text, code=code)


def advice(place: str, code: str, text: str) -> Problem:
    return Problem(place, text, advice=True, code=code)
