"""Words that are heard as something else before any automation hears them (E3): neither a keyword nor a choice can be
one of them."""

from functools import lru_cache

from automations.problems.facts import Facts
from sms import opt_outs, words
from sms.words import Word

SUBSCRIBE = "subscribe"


def heard_as(text: str, facts: Facts) -> str:
    """ "stop", "help", "start" or "subscribe"; blank: nothing else. In the order of sms/keywords.py."""
    if word := words.reserved(text):
        return word
    if words.normalise(text) in facts.subscribe:
        return SUBSCRIBE
    return Word.STOP if _opts_out(text, facts.account.prefix) else ""


@lru_cache(maxsize=4096)
def _opts_out(text: str, brand: str) -> bool:
    return opt_outs.read(text, brand) == opt_outs.Reading.SURE
