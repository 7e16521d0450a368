"""What is wrong with how a script hangs together (H1): its messages, its choices, and where they lead."""

import re
from collections import Counter
from collections.abc import Iterator

from automations.paths import ends, paths
from automations.problems.problem import KEYWORDS, TRIGGER, WHOLE, Problem, advice, wrong
from automations.script import (
    DEFAULT,
    END,
    FEWEST_CHOICES,
    LONGEST_ID,
    LONGEST_TIMEOUT,
    MOST_QUESTIONS,
    MOST_REPROMPTS,
    NEXT,
    Choice,
    Question,
    Script,
)
from automations.texts import SETTINGS

GOOD_QUESTIONS, FEW_CHOICES, GOOD_CHOICES = 2, 3, 5
NOT_IDS = {NEXT, END, DEFAULT, SETTINGS, KEYWORDS, TRIGGER}
NAME = re.compile(r"[\w-]+(?: [\w-]+)*")


def of_structure(script: Script) -> Iterator[Problem]:
    count, reached = len(script.questions), paths(script)
    if not count:
        yield wrong(WHOLE, "no_message", "Write the first message: what you ask, with numbered choices.")
    elif count > MOST_QUESTIONS:
        yield wrong(
            WHOLE, "too_many", f"There are {count} messages, and {MOST_QUESTIONS} are the most. Remove some."
        )
    elif count > GOOD_QUESTIONS:
        yield advice(
            WHOLE,
            "many",
            f"With {count} messages some people stop half way. Two at most bring most of them to the end.",
        )
    yield from _of_ids(script)
    yield from _of_names(script)
    for place, question in enumerate(script.questions):
        yield from _of_question(question)
        if question.id not in reached:
            yield wrong(
                question.id, "unreachable",
                f"Nobody comes to message {place + 1}: no choice leads there. Let one lead to it, or remove it.",
            )  # fmt: skip
        for choice in question.choices:
            yield from _of_choice(script, place, choice)
    yield from _of_ends(script)
    yield from _of_settings(script)


def _of_ids(script: Script) -> Iterator[Problem]:
    """Only programs can get them wrong."""
    ids = [question.id for question in script.questions]
    ids += [choice.id for question in script.questions for choice in question.choices]
    for each, times in Counter(ids).items():
        if not 0 < len(each) <= LONGEST_ID or each in NOT_IDS:
            yield wrong(WHOLE, "id", f"“{each}” can't be an id. Give 1 to {LONGEST_ID} letters or digits.")
        elif times > 1:
            yield wrong(WHOLE, "id", f"Several messages or choices have the id “{each}”. Give each its own.")


def _of_names(script: Script) -> Iterator[Problem]:
    """What variables call the answers: {answers.pet}."""
    names = [question.name for question in script.questions]
    for place, question in enumerate(script.questions):
        if question.name and not NAME.fullmatch(question.name):
            yield wrong(
                question.id, "name",
                f"“{question.name}” can't stand in a variable. Use letters, digits, hyphens and single spaces.",
            )  # fmt: skip
        elif question.name and question.name in names[:place]:
            yield wrong(
                question.id, "name_twice",
                f"Two messages are called “{question.name}” in texts, so {{{question.variable}}} could be either. "
                "Rename one.",
            )  # fmt: skip


def _of_question(question: Question) -> Iterator[Problem]:
    count = len(question.choices)
    if not question.text.strip():
        yield wrong(question.id, "no_text", "Write what this message asks.")
    if count < FEWEST_CHOICES:
        yield wrong(
            question.id, "few_choices", "Give it two choices or more: with fewer there is nothing to choose."
        )
    elif not FEW_CHOICES <= count <= GOOD_CHOICES:
        yield advice(
            question.id,
            "choices",
            f"{FEW_CHOICES} to {GOOD_CHOICES} choices are answered best; these are {count}.",
        )


def _of_choice(script: Script, place: int, choice: Choice) -> Iterator[Problem]:
    here, question = script.questions[place], script.place(choice.leads_to)
    name = f"“{choice.text}”" if choice.text.strip() else "A choice"
    if not choice.text.strip():
        yield wrong(choice.id, "no_text", "Write this choice, or remove it.")
    if choice.leads_to in (NEXT, END):
        pass
    elif question is None:
        yield wrong(choice.id, "gone", f"{name} leads to a message that is gone. Choose where it leads.")
    elif question <= place:
        back = (
            "to its own message" if script.questions[question] is here else f"back to message {question + 1}"
        )
        yield wrong(choice.id, "loop", f"{name} leads {back}, so people could go round for ever. Lead it on.")
    if choice.recommendation.strip() and script.target(here, choice):
        yield advice(
            choice.id, "unsaid", f"{name} leads to another message, so its own recommendation is never said."
        )


def _of_ends(script: Script) -> Iterator[Problem]:
    last = ends(script)
    silent = [choice for _, choice in last if not choice.recommendation.strip()]
    if script.recommendation.strip():
        if last and not silent:
            yield advice(
                DEFAULT,
                "unsaid",
                "Every choice at an end has its own recommendation, so this one is never said.",
            )
    elif last and len(silent) == len(last):
        yield wrong(
            DEFAULT, "no_recommendation",
            "Write what is recommended at the end: for all choices here, or for each last choice its own.",
        )  # fmt: skip
    else:
        for choice in silent:
            yield wrong(
                choice.id, "no_end",
                f"Nothing is said after “{choice.text}”. Write its recommendation, or one for all choices without.",
            )  # fmt: skip


def _of_settings(script: Script) -> Iterator[Problem]:
    if not 0 <= script.max_reprompts <= MOST_REPROMPTS:
        yield wrong(SETTINGS, "reprompts", f"Ask again between 0 and {MOST_REPROMPTS} times.")
    elif script.max_reprompts and not script.reprompt.strip():
        yield wrong(SETTINGS, "no_reprompt", "Write what is said when an answer is not understood.")
    if not script.fallback.strip():
        yield wrong(
            SETTINGS, "no_fallback", "Write what is said when the conversation ends without an answer."
        )
    if not 1 <= script.timeout_minutes <= LONGEST_TIMEOUT:
        yield wrong(
            SETTINGS, "timeout", f"Give people between 1 hour and {LONGEST_TIMEOUT // 60} hours to answer."
        )
