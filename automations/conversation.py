"""The conversation (H6-H9), pure: from a state and what happened to the next state, and what is said.

Sessions run it for people (automations/models/session.py), the simulator for whoever builds it.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db.models import TextChoices

from automations.matching import Reading, Rule, match
from automations.script import Choice, Question, Script

CLEAR = (Rule.NUMBER, Rule.EXACT)


class Ended(TextChoices):
    """Why a session is over (H9)."""

    RECOMMENDED = "recommended", "Came to a recommendation"
    REPROMPTS = "reprompts", "Was not understood too often"
    TIMEOUT = "timeout", "Did not answer in time"
    OPTED_OUT = "opted_out", "Opted out"
    DOUBTED = "doubted", "May have opted out"
    NO_CONSENT = "no_consent", "No consent any more"
    BLOCKED = "blocked", "Blocked"
    TAKEN_OVER = "taken_over", "Taken over by the team"
    SWITCHED_OFF = "switched_off", "The automation was switched off"
    REMOVED = "removed", "The automation was deleted"
    FAILED = "failed", "Could not go on"


class Kind(TextChoices):
    """What is said."""

    QUESTION = "question", "Message"
    REPROMPT = "reprompt", "Reprompt"
    FALLBACK = "fallback", "Fallback"
    RECOMMENDATION = "recommendation", "Recommendation"


@dataclass(frozen=True)
class Say:
    """A text with its variables still to be filled in. `of`: the id of the message, or of the choice whose
    recommendation it is (or "default")."""

    kind: Kind
    text: str
    of: str = ""


@dataclass(frozen=True)
class State:
    """`answers`: by the message's id the id of the choice. `reprompts` are counted over the whole session (H7)."""

    started_at: datetime
    question: str = ""
    answers: dict[str, str] = field(default_factory=dict)
    reprompts: int = 0
    ended: str = ""
    recommendation: str = ""


@dataclass(frozen=True)
class Turn:
    """What follows from what happened. `reading` is how an answer was understood, `choice` what it chose."""

    state: State
    says: tuple[Say, ...] = ()
    reading: Reading | None = None
    question: Question | None = None
    choice: Choice | None = None

    @property
    def is_clear(self) -> bool:
        """Whether an answer was understood beyond doubt: a number, or all of what a choice is called."""
        return self.reading is not None and self.reading.rule in CLEAR


def begin(script: Script, at: datetime) -> Turn:
    """Raises ValidationError for a script without messages."""
    if not script.questions:
        raise ValidationError("It has no message to begin with. Add one, then switch it on.", code="empty")
    first = script.questions[0]
    return Turn(State(at, question=first.id), (_ask(first),))


def hear(script: Script, state: State, text: str) -> Turn:
    """An answer came, in time."""
    question = script.question(state.question)
    assert question is not None and not state.ended
    reading = match(text, [choice.texts for choice in question.choices])
    if reading.choice is None:
        return replace(_not_understood(script, state, question), reading=reading, question=question)
    choice = question.choices[reading.choice]
    state = replace(state, answers=state.answers | {question.id: choice.id})
    return replace(_go_on(script, state, question, choice), reading=reading, question=question, choice=choice)


def expire(script: Script, state: State) -> Turn:
    """The time is over (H8)."""
    return Turn(replace(state, ended=Ended.TIMEOUT), (Say(Kind.FALLBACK, script.fallback),))


def expires_at(script: Script, state: State) -> datetime:
    """From then on nothing is an answer any more. Exactly then is still in time."""
    return state.started_at + span(script)


def span(script: Script) -> timedelta:
    return timedelta(minutes=script.timeout_minutes)


def _ask(question: Question) -> Say:
    return Say(Kind.QUESTION, question.body, question.id)


def _go_on(script: Script, state: State, question: Question, choice: Choice) -> Turn:
    if onward := script.target(question, choice):
        return Turn(replace(state, question=onward.id), (_ask(onward),))
    text, of = script.recommendation_of(choice)
    ended = replace(state, ended=Ended.RECOMMENDED, recommendation=of)
    return Turn(ended, (Say(Kind.RECOMMENDATION, text, of),))


def _not_understood(script: Script, state: State, question: Question) -> Turn:
    if state.reprompts < script.max_reprompts:
        again = replace(state, reprompts=state.reprompts + 1)
        return Turn(again, (Say(Kind.REPROMPT, script.reprompt, question.id),))
    return Turn(replace(state, ended=Ended.REPROMPTS), (Say(Kind.FALLBACK, script.fallback),))
