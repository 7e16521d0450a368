"""Opting out in other words (E3): "please stop texting me", "ne m'écrivez plus", "keine SMS mehr", "no más mensajes".

The law lets people opt out by any reasonable means, so their words are read, by rules that anybody can follow. A text
that wishes to hear no more and says nothing besides but courtesies is an opt-out for sure. One that says more, or asks,
or is one of those that may mean it, is a doubt, which a person settles. The rules stand in opt_out_rules.py.
"""

import re
from enum import StrEnum

from sms import words
from sms.opt_out_rules import COURTESIES, DOUBTS, KEPT, QUESTIONS, SOFT, STOPS, WISHES

# A STOP that stands by itself at an end of what else is said: "STOP. I never signed up for this".
APART = re.compile(
    r"^\W*(?:STOP\b|(?i:stopp?|unsubscribe|arr[eê]te[rz]?|alto)\s*[.!,;:\n])"
    r"|[.!,;:\n]\s*(?i:(?:please |just )?stopp?(?: it| this| now| please)?)\W*$|\bSTOP\W*$"
)
LONGEST = 600  # characters; whoever writes more has something to say besides, and nobody's patience is tried


class Reading(StrEnum):
    SURE = "sure"
    DOUBTFUL = "doubtful"


def read(text: str, brand: str = "") -> Reading | None:
    """What a text that is no compliance word means for consent; None: nothing. The brand's name says nothing either."""
    said = _plain(text[:LONGEST])
    if KEPT.search(said):
        return None
    courtesies = COURTESIES | set(_plain(brand).split())
    without = WISHES.sub(" ", said)
    if wished := without != said:
        without = DOUBTS.sub(" ", without)  # "wrong number, stop texting me": the reason takes nothing back
    left = [word for word in without.split() if word not in courtesies]
    if stops := [word for word in left if word in STOPS]:
        left = [word for word in left if word not in STOPS]
    if (wished or stops) and not left:
        is_plain = not QUESTIONS.search(said) and len(text) <= LONGEST
        return Reading.SURE if is_plain else Reading.DOUBTFUL
    if wished or (left and set(left) <= SOFT) or DOUBTS.search(said) or APART.search(text):
        return Reading.DOUBTFUL
    return None


def _plain(text: str) -> str:
    return " ".join(words.normalise(text).replace("-", " ").split())
