"""What an automation says, message by message (H1). Pure: read from JSON, walked by automations/conversation.py.

Messages and choices have ids of their own which they keep from version to version, so that their results go on.
"""

import json
from collections.abc import Sequence
from dataclasses import MISSING, asdict, dataclass, fields
from typing import Any

from django.utils.crypto import get_random_string

MOST_QUESTIONS, FEWEST_CHOICES = 5, 2
MOST_REPROMPTS, LONGEST_TIMEOUT = 5, 14 * 24 * 60  # minutes
LONGEST_ID = 12
NEXT, END = "next", "end"  # where a choice leads, besides the id of a later message
DEFAULT = "default"  # the recommendation of every choice without its own
LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
REPROMPT = "Sorry, we did not understand that. Please answer with a number:\n{choices}"
FALLBACK = "Thank you! This conversation is over. Text {keyword} to begin again."


@dataclass(frozen=True)
class Choice:
    """`synonyms` are understood as it. `leads_to` NEXT, END or a later message; `recommendation` is its own, said where
    it leads to no message. `tag` is put on whoever chooses it (H11)."""

    id: str
    text: str = ""
    synonyms: tuple[str, ...] = ()
    leads_to: str = NEXT
    recommendation: str = ""
    tag: str = ""

    @property
    def texts(self) -> tuple[str, ...]:
        """All that is understood as it, its own text first."""
        return (self.text, *self.synonyms)


@dataclass(frozen=True)
class Question:
    """A message of the automation: its text and numbered choices. `name` is what variables call its answer
    ({answers.pet}), `save_as` the property that keeps it on the profile (blank: none)."""

    id: str
    name: str = ""
    text: str = ""
    choices: tuple[Choice, ...] = ()
    save_as: str = ""

    @property
    def options(self) -> str:
        """The numbered choices, one per line."""
        return "\n".join(f"{place}. {choice.text}" for place, choice in enumerate(self.choices, 1))

    @property
    def body(self) -> str:
        """As it is sent, but for its variables."""
        return f"{self.text}\n{self.options}"

    @property
    def variable(self) -> str:
        return f"answers.{self.name}"

    def choice(self, choice_id: str) -> Choice | None:
        return next((choice for choice in self.choices if choice.id == choice_id), None)


@dataclass(frozen=True)
class Script:
    """All that is said in a session, and its settings. `timeout_minutes` count from the first message (H8)."""

    questions: tuple[Question, ...] = ()
    recommendation: str = ""
    reprompt: str = REPROMPT
    fallback: str = FALLBACK
    max_reprompts: int = 1
    timeout_minutes: int = 24 * 60

    def question(self, question_id: str) -> Question | None:
        return next((question for question in self.questions if question.id == question_id), None)

    def place(self, question_id: str) -> int | None:
        return next((place for place, each in enumerate(self.questions) if each.id == question_id), None)

    def target(self, question: Question, choice: Choice) -> Question | None:
        """The message to which the choice leads; None: it ends with a recommendation. Only later ones count."""
        here = self.place(question.id)
        if here is None or choice.leads_to == END:
            return None
        after: Sequence[Question] = self.questions[here + 1 :]
        if choice.leads_to == NEXT:
            return after[0] if after else None
        return next((each for each in after if each.id == choice.leads_to), None)

    def recommendation_of(self, choice: Choice) -> tuple[str, str]:
        """Its text, and whose it is: the id of the choice, or DEFAULT."""
        if choice.recommendation.strip():
            return choice.recommendation, choice.id
        return self.recommendation, DEFAULT

    def as_json(self) -> dict[str, Any]:
        """As it is kept, so that what was read compares with what is written: lists, no tuples."""
        return json.loads(json.dumps(asdict(self)))


def read(kept: Any) -> Script:
    """Of what `as_json` made. What a program wrote besides, or of another type, is left out."""
    return _made(Script, kept, questions=tuple(_question(row) for row in _rows(kept, "questions")))


def _question(row: Any) -> Question:
    return _made(Question, row, choices=tuple(_choice(choice) for choice in _rows(row, "choices")))


def _choice(row: Any) -> Choice:
    synonyms = tuple(each for each in _rows(row, "synonyms") if isinstance(each, str))
    return _made(Choice, row, synonyms=synonyms)


def _rows(kept: Any, name: str) -> list:
    rows = kept.get(name) if isinstance(kept, dict) else None
    return list(rows) if isinstance(rows, list | tuple) else []


def _made(kind: type, row: Any, **parts: tuple):
    given, values = row if isinstance(row, dict) else {}, {}
    for field in fields(kind):
        blank = "" if field.default is MISSING else field.default
        value = given.get(field.name)
        values[field.name] = value if type(value) is type(blank) else blank
    return kind(**values | parts)


def new_id() -> str:
    return get_random_string(6, LETTERS)
