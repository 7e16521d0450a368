"""Which ways lead through a script (H1), pure: choices lead to later messages only, so one walk from the first to the
last message sees all of them."""

from typing import NamedTuple

from automations.script import Choice, Question, Script

Paths = dict[str, "Before"]


class Before(NamedTuple):
    """The ids of the messages that were answered by then: on some way there, and on every one."""

    ever: frozenset[str] = frozenset()
    always: frozenset[str] = frozenset()

    def plus(self, question: Question) -> "Before":
        return Before(self.ever | {question.id}, self.always | {question.id})

    def joined(self, other: "Before | None") -> "Before":
        """Where two ways meet."""
        return Before(self.ever | other.ever, self.always & other.always) if other else self


def paths(script: Script) -> Paths:
    """For each message that somebody can come to, what was asked before it."""
    found: Paths = {question.id: Before() for question in script.questions[:1]}
    for question in script.questions:
        if question.id not in found:
            continue
        after = found[question.id].plus(question)
        for choice in question.choices:
            if target := script.target(question, choice):
                found[target.id] = after.joined(found.get(target.id))
    return found


def ends(script: Script) -> list[tuple[Question, Choice]]:
    """The choices after which a recommendation is said, of messages that somebody can come to."""
    reached = paths(script)
    return [
        (question, choice)
        for question in script.questions
        if question.id in reached
        for choice in question.choices
        if script.target(question, choice) is None
    ]
