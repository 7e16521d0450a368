"""The automations that somebody was in, with what they answered."""

from typing import NamedTuple

from automations.models import Session
from profiles.models import Profile

MOST = 20


class Past(NamedTuple):
    """`answers`: the message's name (its place where it has none) and the choice, in their order."""

    session: Session
    answers: list[tuple[str, str]]


def of(person: Profile) -> list[Past]:
    """The newest first, the one that runs included."""
    sessions = Session.objects.filter(profile=person).select_related("automation__source", "version")
    return [Past(session, answers(session)) for session in sessions[:MOST]]


def answers(session: Session) -> list[tuple[str, str]]:
    said = []
    for place, question in enumerate(session.script.questions, 1):
        if choice := question.choice(session.answers.get(question.id, "")):
            said.append((question.name or f"Message {place}", choice.text))
    return said
