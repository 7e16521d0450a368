"""What a variable of an automation's text becomes when it is sent: the browser counts with it (E7). What is wrong with
one is said beside the message, with all else that is."""

from automations.models import AutomationVersion
from automations.wording import CHOICES, KEYWORD
from sms import stand_ins
from sms.stand_ins import StandIn


def in_text(account, token: str, version: AutomationVersion) -> StandIn:
    if token in (meant := longest(version)):
        return StandIn(meant[token])
    return StandIn(stand_ins.in_text(account, token).text)


def longest(version: AutomationVersion) -> dict[str, str]:
    """By the variable in its braces, the longest that it can become."""
    script = version.read_script()
    found = {
        question.variable: max((choice.text for choice in question.choices), key=len, default="")
        for question in script.questions
        if question.name
    }
    found[CHOICES] = max((question.options for question in script.questions), key=len, default="")
    found[KEYWORD] = max(version.keywords, key=len, default="")
    return {f"{{{name}}}": text for name, text in found.items()}
