"""What the variables, coupons and links of a text become when it is sent, one by one: the browser counts with them."""

from typing import NamedTuple

from django.core.exceptions import ValidationError

from sms import composing, links


class StandIn(NamedTuple):
    """`problem`: what is wrong with it, in words."""

    text: str
    problem: str = ""


def in_text(account, token: str) -> StandIn:
    """Of a text that goes to many, as Sam Sample would get it."""
    try:
        return told(token, composing.preview(account, token, shortened=True).body)
    except ValidationError as error:
        return StandIn(token, " ".join(error.messages))


def in_answer(account, token: str, profile) -> StandIn:
    """Of an answer to this person."""
    try:
        return told(token, composing.rehearse(account, profile, token))
    except ValidationError as error:
        return StandIn(token, " ".join(error.messages))


def told(token: str, becomes: str) -> StandIn:
    """What was meant as a link and is none is told, and can be sent all the same."""
    return StandIn(becomes, " ".join(links.warnings(token)))
