"""What is missing in a draft before it can be switched on (H1), and advice."""

from typing import NamedTuple

from automations.script import FEWEST_CHOICES


class Problem(NamedTuple):
    """`place`: "keywords", "trigger", "settings", "default", the id of a message or of a choice; blank: the whole.
    With `advice` it can be switched on all the same."""

    place: str
    text: str
    advice: bool = False


def problems(account, version) -> list[Problem]:
    script = version.read_script()
    found = []
    if not account.sms_numbers.connected().exists():
        found.append(Problem("", "Connect a texting number first, in Settings, SMS."))
    if not version.keywords:
        found.append(Problem("keywords", "Write a keyword that begins it."))
    if not script.questions:
        found.append(Problem("", "Write the first message."))
    for question in script.questions:
        if len(question.choices) < FEWEST_CHOICES:
            found.append(Problem(question.id, "Give it at least two choices."))
    return found
