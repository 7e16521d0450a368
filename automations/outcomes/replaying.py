"""What people answered, read again as if a choice had a further synonym (H12)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count
from django.db.models.functions import Left
from django.utils import timezone

from automations.models import Answer, Automation
from automations.outcomes.likeness import Change, would_find
from automations.script import Choice, Question

SPAN = timedelta(days=90)
MOST = 2000  # different answers, the most frequent of them
LONGEST = 200  # characters of an answer that are looked at


@dataclass(frozen=True)
class Reread:
    """An answer and how often it came; `before` and `after` are what it was taken for, blank for nothing."""

    text: str
    times: int
    before: str
    after: str


@dataclass(frozen=True)
class Effect:
    """`found` would have been understood; `changed` would have been taken for something else, or for nothing."""

    found: list[Reread]
    changed: list[Reread]

    @property
    def found_times(self) -> int:
        return sum(each.times for each in self.found)

    @property
    def changed_times(self) -> int:
        return sum(each.times for each in self.changed)


def effect(automation: Automation, question: Question, choice: Choice, words: str) -> Effect:
    """What the synonym would have changed in the last 90 days, by what the draft says now."""
    texts = [(text, times) for _, text, times in said(automation, question.id)]
    choices = [each.texts for each in question.choices]
    changes = would_find(texts, choices, words, question.choices.index(choice))
    names = [each.text for each in question.choices]
    return Effect(_named(changes.found, names), _named(changes.changed, names))


def _named(changes: Iterable[Change], names: list[str]) -> list[Reread]:
    return [
        Reread(
            each.text,
            each.times,
            "" if each.before is None else names[each.before],
            "" if each.after is None else names[each.after],
        )
        for each in changes
    ]


def said(automation: Automation, question_id: str = "", **more) -> list[tuple[str, str, int]]:
    """Message, text and how often, the most frequent first: what people answered in the last 90 days. Who was blocked
    is left out, and what was only tried."""
    answers = Answer.objects.filter(
        account=automation.account_id, session__automation=automation, session__tried__isnull=True,
        session__profile__blocked_at=None, at__gte=timezone.now() - SPAN, **more,
    ).exclude(message__body="")  # fmt: skip
    if question_id:
        answers = answers.filter(question=question_id)
    rows = answers.annotate(text=Left("message__body", LONGEST)).values_list("question", "text")
    return list(rows.annotate(times=Count("pk")).order_by("-times", "question", "text")[:MOST])
