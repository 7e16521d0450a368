"""The script as it stands on the builder's page, half written or not (H1), and what can't be kept of it."""

import re
from collections.abc import Iterator

from django.http import QueryDict

from automations.problems import Problem
from automations.script import (
    DEFAULT,
    END,
    LONGEST_TIMEOUT,
    MOST_QUESTIONS,
    MOST_REPROMPTS,
    NEXT,
    Choice,
    Question,
    Script,
)
from helpdesk.names import one_line
from helpdesk.numbers import whole
from inbox.models.tag import LONGEST as LONGEST_TAG
from profiles.models.property_name import LONGEST as LONGEST_PROPERTY
from sms.segments import MAX_CHARACTERS

MOST_CHOICES, LONGEST_CHOICE, MOST_SYNONYMS = 20, 100, 30
LONGEST_HOURS = LONGEST_TIMEOUT // 60
ID = re.compile(r"[a-z0-9]{1,12}")
NOT_IDS = {NEXT, END, DEFAULT, "keywords", "trigger", "settings"}
NAME = re.compile(r"[\w-]+(?: [\w-]+)*")  # what may follow the point in {answers.pet}


def script_in(data: QueryDict) -> Script:
    """What is no id of ours is left out; the rest is as it was typed."""
    seen: set[str] = set()
    return Script(
        questions=tuple(_question(data, each, seen) for each in _ids(data, "question", seen)),
        recommendation=_text(data, "recommendation"),
        reprompt=_text(data, "reprompt"),
        fallback=_text(data, "fallback"),
        max_reprompts=_within(data, "max_reprompts", MOST_REPROMPTS, Script.max_reprompts),
        timeout_minutes=60 * _within(data, "timeout_hours", LONGEST_HOURS, Script.timeout_minutes // 60),
    )


def _question(data: QueryDict, here: str, seen: set[str]) -> Question:
    return Question(
        here,
        name=_line(data, f"{here}-name"),
        text=_text(data, f"{here}-text"),
        choices=tuple(_choice(data, here, each) for each in _ids(data, f"{here}-choice", seen)),
        save_as=_line(data, f"{here}-save_as"),
    )


def _choice(data: QueryDict, question: str, here: str) -> Choice:
    field = f"{question}-{here}"
    leads_to = data.get(f"{field}-leads_to", NEXT)
    return Choice(
        here,
        text=_line(data, f"{field}-text"),
        synonyms=tuple(dict.fromkeys(listed(data.get(f"{field}-synonyms", "")))),
        leads_to=leads_to if leads_to in (NEXT, END) or ID.fullmatch(leads_to) else NEXT,
        recommendation=_text(data, f"{field}-recommendation"),
        tag=_line(data, f"{field}-tag"),
    )


def listed(text: str) -> list[str]:
    """Words or phrases with commas or lines between them."""
    return [word for part in re.split(r"[,\r\n]", text) if (word := one_line(part))]


def _ids(data: QueryDict, name: str, seen: set[str]) -> list[str]:
    ids = [each for each in dict.fromkeys(data.getlist(name)) if ID.fullmatch(each) and each not in NOT_IDS]
    fresh = [each for each in ids if each not in seen]
    seen.update(fresh)
    return fresh


def _text(data: QueryDict, name: str) -> str:
    return data.get(name, "").replace("\r\n", "\n").replace("\0", "")


def _line(data: QueryDict, name: str) -> str:
    return one_line(data.get(name, ""))


def _within(data: QueryDict, name: str, most: int, default: int) -> int:
    number = whole(data.get(name, "").strip())
    return number if number is not None and number <= most else default


# What can't be kept


def faults(script: Script) -> list[Problem]:
    """Too much or too long, or no name: it is not saved until it is put right."""
    return [
        Problem(place, text) for place, text in (*_too_many(script), *_too_long(script), *_no_names(script))
    ]


def _too_many(script: Script) -> Iterator[tuple[str, str]]:
    if len(script.questions) > MOST_QUESTIONS:
        yield (
            "",
            f"An automation has at most {MOST_QUESTIONS} messages; this one has {len(script.questions)}.",
        )
    for question in script.questions:
        if len(question.choices) > MOST_CHOICES:
            yield (
                question.id,
                f"A message has at most {MOST_CHOICES} choices; this one has {len(question.choices)}.",
            )
        for choice in question.choices:
            if len(choice.synonyms) > MOST_SYNONYMS:
                yield (
                    choice.id,
                    f"A choice has at most {MOST_SYNONYMS} synonyms; this one has {len(choice.synonyms)}.",
                )


def _too_long(script: Script) -> Iterator[tuple[str, str]]:
    for place, what, text, most in _measured(script):
        if len(text) > most:
            yield place, f"{what} has at most {most:,} characters; this one has {len(text):,}. Shorten it."


def _measured(script: Script) -> Iterator[tuple[str, str, str, int]]:
    yield DEFAULT, "A recommendation", script.recommendation, MAX_CHARACTERS
    yield "settings", "A text", script.reprompt, MAX_CHARACTERS
    yield "settings", "A text", script.fallback, MAX_CHARACTERS
    for question in script.questions:
        yield question.id, "A message", question.text, MAX_CHARACTERS
        yield question.id, "A name", question.name, LONGEST_CHOICE
        yield question.id, "The name of a property", question.save_as, LONGEST_PROPERTY
        for choice in question.choices:
            yield choice.id, "A choice", choice.text, LONGEST_CHOICE
            yield choice.id, "A recommendation", choice.recommendation, MAX_CHARACTERS
            yield choice.id, "A tag", choice.tag, LONGEST_TAG
            for synonym in choice.synonyms:
                yield choice.id, "A synonym", synonym, LONGEST_CHOICE


def _no_names(script: Script) -> Iterator[tuple[str, str]]:
    names = [question.name for question in script.questions if question.name]
    for question in script.questions:
        if question.name and not NAME.fullmatch(question.name):
            yield (
                question.id,
                f"“{question.name}” is no name for texts: use letters, digits, hyphens and spaces.",
            )
        elif names.count(question.name) > 1:
            yield (
                question.id,
                f"Two messages are called “{question.name}” in texts. Give each a name of its own.",
            )
