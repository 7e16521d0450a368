"""What can be filled into the texts of an automation (H10), for whoever writes them."""

from collections.abc import Iterator
from typing import NamedTuple

from automations.wording import CHOICES, KEYWORD
from inbox import variables
from sms import composing

FIRST = ("first_name",)
MOST = 200  # properties, or coupon pools, that are offered; others are written by hand


class Offered(NamedTuple):
    name: str
    meaning: str


def offered(account, version) -> Iterator[Offered]:
    """What is used most comes first."""
    yield from (Offered(name, meaning) for name, meaning in composing.NAMES.items() if name in FIRST)
    for number, question in enumerate(version.read_script().questions, 1):
        if question.name:
            yield Offered(question.variable, f"the answer to message {number}")
    for pool in account.coupon_pools.order_by("name")[:MOST]:
        yield Offered(pool.variable, f"a code from “{pool}”")
    properties = account.property_names.order_by("name").values_list("name", flat=True).distinct()
    for name in properties[:MOST]:
        if variables.VARIABLE.fullmatch(f"{{{variables.PROPERTIES}.{name}}}"):
            yield Offered(f"{variables.PROPERTIES}.{name}", "a property of the person")
    yield from (Offered(name, meaning) for name, meaning in composing.NAMES.items() if name not in FIRST)
    yield Offered(KEYWORD, "the word that began the conversation")
    yield Offered(CHOICES, "the numbered choices that were asked; in the reprompt")
