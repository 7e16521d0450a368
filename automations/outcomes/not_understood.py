"""What people wrote that was none of the choices (H12), message by message, grouped by likeness."""

from collections import defaultdict
from dataclasses import dataclass

from automations.matching import match
from automations.models import Automation
from automations.outcomes.likeness import Group, groups
from automations.outcomes.replaying import said
from automations.script import Question


@dataclass(frozen=True)
class NotUnderstood:
    """`groups`: the most frequent first. `settled`: so many more answers are understood by what the draft says now."""

    question: Question
    groups: list[Group]
    settled: int

    @property
    def times(self) -> int:
        return sum(group.times for group in self.groups)


def not_understood(automation: Automation) -> list[NotUnderstood]:
    """Of the messages that the draft still asks."""
    texts: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for question_id, text, times in said(automation, choice=""):
        texts[question_id].append((text, times))
    asked = automation.edited.read_script().questions
    return [_sorted(each, texts[each.id]) for each in asked if each.id in texts]


def _sorted(question: Question, texts: list[tuple[str, int]]) -> NotUnderstood:
    choices = [choice.texts for choice in question.choices]
    left = [(text, times) for text, times in texts if match(text, choices).choice is None]
    settled = sum(times for _, times in texts) - sum(times for _, times in left)
    return NotUnderstood(question, groups(left), settled)
