"""Every text that a script can say, with what is known when it is said (H10). Pure."""

from collections.abc import Iterator, Sequence
from functools import reduce
from typing import NamedTuple

from automations.conversation import Kind
from automations.paths import Before, Paths, ends, paths
from automations.script import DEFAULT, Question, Script
from automations.wording import CHOICES, KEYWORD
from sms import segments

SETTINGS = "settings"


class Text(NamedTuple):
    """`written` is what stands in the field, `body` what is sent but for variables. `place` is where it stands: the id
    of a message or choice, "default" or "settings"; `before`: what was asked before it."""

    kind: Kind
    place: str
    written: str
    body: str
    before: Before


def texts(script: Script) -> Iterator[Text]:
    """Those that are written, in the order of the page."""
    return (text for text in _all(script) if text.written.strip())


def _all(script: Script) -> Iterator[Text]:
    reached = paths(script)
    for place, question in enumerate(script.questions):
        earlier = frozenset(each.id for each in script.questions[:place])
        # Where nobody comes, nothing is said of what was asked before: that nobody does is told already.
        before = reached.get(question.id, Before(earlier, earlier))
        yield Text(Kind.QUESTION, question.id, question.text, question.body, before)
        for choice in question.choices:
            if script.target(question, choice) is None:
                said, after = choice.recommendation, before.plus(question)
                yield Text(Kind.RECOMMENDATION, choice.id, said, said, after)
    yield from _for_all(script, reached)


def _for_all(script: Script, reached: Paths) -> Iterator[Text]:
    """What is said in several places: only what was asked before each of them was asked for sure."""
    ended = [
        reached[question.id].plus(question)
        for question, choice in ends(script)
        if not choice.recommendation.strip()
    ]
    asked = list(reached.values())
    for kind, place, said, where in (
        (Kind.RECOMMENDATION, DEFAULT, script.recommendation, ended),
        (Kind.REPROMPT, SETTINGS, script.reprompt, asked),
        (Kind.FALLBACK, SETTINGS, script.fallback, asked),
    ):
        yield Text(kind, place, said, said, _where(where))


def _where(befores: Sequence[Before]) -> Before:
    return reduce(Before.joined, befores) if befores else Before()


def heaviest(script: Script, keywords: Sequence[str] = ()) -> dict[str, str]:
    """The values of an automation's own variables that take the most room, by their names."""
    values = {
        CHOICES: _heaviest(question.options for question in script.questions),
        KEYWORD: _heaviest(keywords),
    }
    return values | {
        question.variable: heaviest_answer(question) for question in script.questions if question.name
    }


def heaviest_answer(question: Question) -> str:
    return _heaviest(choice.text for choice in question.choices)


def _heaviest(candidates) -> str:
    return max(candidates, key=_weight, default="")


def _weight(text: str) -> tuple[bool, int]:
    measured = segments.measure(text)
    return measured.encoding != "GSM-7", measured.units
