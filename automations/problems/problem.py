from typing import NamedTuple

KEYWORDS, TRIGGER, WHOLE = "keywords", "trigger", ""


UNWRITTEN = frozenset(["no_text", "no_keyword", "no_recommendation", "few_choices"])


class Problem(NamedTuple):
    """What is missing or wrong, why, and what to do. `place`: "keywords", "trigger", "settings", "default", the id of a
    message or of a choice; blank: the whole. With `advice` it can be switched on all the same. `code`: the kind."""

    place: str
    text: str
    advice: bool = False
    code: str = ""

    @property
    def is_unwritten(self) -> bool:
        """Nothing stands there yet, which is no mistake of anybody's."""
        return self.code in UNWRITTEN


def wrong(place: str, code: str, text: str) -> Problem:
    return Problem(place, text, code=code)


def advice(place: str, code: str, text: str) -> Problem:
    return Problem(place, text, advice=True, code=code)
