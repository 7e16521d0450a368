"""What the variables, coupons and links of a text become when it is sent, one by one: the browser counts with them."""

from typing import NamedTuple

from django.core.exceptions import ValidationError

from sms import composing


class StandIn(NamedTuple):
    """`problem`: what is wrong with it, in words."""

    text: str
    problem: str = ""


def in_text(account, token: str) -> StandIn:
    """Of a text that goes to many, as Sam Sample would get it."""
    try:
        return StandIn(composing.preview(account, token).body)
    except ValidationError as error:
        return StandIn(token, " ".join(error.messages))


def in_answer(account, token: str, profile) -> StandIn:
    """Of an answer to this person."""
    try:
        return StandIn(composing.rehearse(account, profile, token))
    except ValidationError as error:
        return StandIn(token, " ".join(error.messages))
