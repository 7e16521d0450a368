"""Each text of a draft as it is sent (H10): with its numbered choices; with the variables as they were written, or as a
chosen person would get it. Takes nothing."""

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError

from automations import wording
from automations.conversation import Kind
from automations.script import Script
from automations.texts import Text, texts
from inbox import variables
from profiles.naming import whom
from sms import composing
from sms.segments import Measure

PIECES = re.compile(f"({variables.VARIABLE.pattern.replace('([', '(?:[')})")
OF_SETTINGS = {Kind.REPROMPT: "reprompt", Kind.FALLBACK: "fallback"}


class Shown(NamedTuple):
    """`pieces`: text and variables in turn. With a person all is filled in, there is one piece, and `measure` says what
    it takes; `problem`, why it can't be."""

    pieces: tuple[str, ...]
    measure: Measure | None = None
    problem: str = ""


def previews(account, version, person=None) -> dict[str, Shown]:
    """By place: the id of a message, or of the choice whose recommendation it is, "default", "reprompt", "fallback"."""
    script = version.read_script()
    written = list(texts(script))
    show = _filled_in(account, version, person, written) if person else _as_written(script)
    return {OF_SETTINGS.get(text.kind, text.place): show(text) for text in written}


def previewed(account, version, words: str) -> dict[str, Any]:
    """The same for a page on which somebody's number or name may have been typed, and who that is."""
    person, said = whom(account, words) if words.strip() else (None, "")
    shown = previews(account, version, person)
    return {"previews": shown, "preview_of": person, "preview_words": words, "preview_said": said}


def _as_written(script: Script) -> Callable[[Text], Shown]:
    """But for the choices that the reprompt repeats: those of the first message stand for them."""

    def show(text: Text) -> Shown:
        values = {wording.CHOICES: script.questions[0].options} if script.questions else {}
        return Shown(tuple(PIECES.split(variables.substitute(text.body, values.get))))

    return show


def _filled_in(account, version, person, written: list[Text]) -> Callable[[Text], Shown]:
    script, keyword = version.read_script(), next(iter(version.keywords), "")
    samples = {
        name: stock.sample
        for name, stock in composing.stocks(account, (text.body for text in written)).items()
    }

    def show(text: Text) -> Shown:
        values = values_of(script, text, keyword)
        try:
            filled = composing.preview(
                account, text.body, person, shortened=True, more=values, samples=samples
            )
        except ValidationError as error:
            return Shown((text.body,), problem=" ".join(error.messages))
        return Shown((filled.body,), filled.measure)

    return show


def values_of(script: Script, text: Text, keyword: str) -> dict[str, str]:
    """As if all that was asked before had been answered with the first choice."""
    asked = [each for each in script.questions if each.id in text.before.ever and each.choices]
    question = script.question(text.place) or next(iter(asked[-1:] or script.questions), None)
    return wording.values(script, question, {each.id: each.choices[0].id for each in asked}, keyword)
