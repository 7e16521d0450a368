"""What the buttons of the builder do to a script (H1). Pure: a script in, a script out.

A message and a choice keep their ids through all of it. What makes no sense any more changes nothing.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from automations.script import FEWEST_CHOICES, MOST_QUESTIONS, Choice, Question, Script, new_id

T = TypeVar("T", bound=Question | Choice)


def edited(script: Script, do: str, lines: Iterable[str] = ()) -> Script:
    """As a button asks: "add question", "add choice a2b", "add choice a2b c3d" (below that one; `lines` makes one of
    each, in place of those that say nothing), and "remove", "up" or "down" with "question a2b" or "choice a2b c3d"."""
    match do.split():
        case ["add", "question"]:
            return with_question(script)
        case ["add", "choice", question_id, *after]:
            return _within(script, question_id, lambda rows: _with_choices(rows, after, [*lines]))
        case [verb, "question", question_id]:
            return replace(script, questions=_moved(script.questions, verb, question_id))
        case [verb, "choice", question_id, choice_id]:
            return _within(script, question_id, lambda rows: _moved(rows, verb, choice_id))
    return script


def with_question(script: Script) -> Script:
    """One more at the end, with room for two choices."""
    if len(script.questions) >= MOST_QUESTIONS:
        return script
    taken = {question.name for question in script.questions}
    name = next(name for n in range(1, MOST_QUESTIONS + 2) if (name := f"answer{n}") not in taken)
    choices = tuple(Choice(new_id()) for _ in range(FEWEST_CHOICES))
    return replace(script, questions=(*script.questions, Question(new_id(), name, choices=choices)))


Change = Callable[[tuple[Choice, ...]], tuple[Choice, ...]]


def _within(script: Script, question_id: str, change: Change) -> Script:
    questions = (
        replace(each, choices=change(each.choices)) if each.id == question_id else each
        for each in script.questions
    )
    return replace(script, questions=tuple(questions))


def _with_choices(
    choices: tuple[Choice, ...], after: Sequence[str], texts: Sequence[str]
) -> tuple[Choice, ...]:
    if texts:
        choices = tuple(choice for choice in choices if choice != Choice(choice.id))
    place = _place(choices, after[0]) if after else None
    at = len(choices) if place is None else place + 1
    return (*choices[:at], *(Choice(new_id(), text) for text in texts or [""]), *choices[at:])


def _moved(rows: tuple[T, ...], verb: str, row_id: str) -> tuple[T, ...]:
    place = _place(rows, row_id)
    if place is None:
        return rows
    rest = rows[:place] + rows[place + 1 :]
    if verb == "remove":
        return rest
    to = place + {"up": -1, "down": 1}.get(verb, 0)
    return (*rest[:to], rows[place], *rest[to:]) if to >= 0 else rows


def _place(rows: Sequence[T], row_id: str) -> int | None:
    return next((place for place, row in enumerate(rows) if row.id == row_id), None)
