"""Which keywords an automation holds: those of its draft, and those of the version that is on."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from automations.models.automation_version import LONGEST_KEYWORD
from automations.models.trigger_keyword import TriggerKeyword, normalise

MOST_KEYWORDS = 20


class Keywording(models.Model):
    class Meta:
        abstract = True

    def edit(self, **values: Any):
        """As Published.edit; keywords are taken now. Raises ValidationError: another automation has one of them, or it
        can't be kept."""
        if "keywords" in values:
            values["keywords"] = checked(values["keywords"])
        version = super().edit(**values)
        if "keywords" in values:
            self.take_keywords()
        return version

    def switch_on(self):
        version = super().switch_on()
        self.take_keywords()
        return version

    def discard_draft(self) -> None:
        super().discard_draft()
        self.take_keywords()

    def held_elsewhere(self, words) -> dict[str, str]:
        """Which of these keywords other automations of the account hold: by their normal spelling, whose."""
        held = TriggerKeyword.objects.filter(
            account=self.account_id, normal__in=[normalise(word) for word in words]
        )
        held = held.exclude(automation=self.pk)
        return dict(held.values_list("normal", "automation__source__name"))

    def take_keywords(self) -> None:
        """Hold what the draft and the live version name, and nothing else. Two who save the same word at once: the
        second waits for the first, and is told. Raises ValidationError."""
        live = {normalise(word): word for word in self.live_version.keywords} if self.live_version else {}
        draft = self.versions.filter(published_at=None).values_list("keywords", flat=True).first() or []
        wanted = {normalise(word): word for word in draft} | live
        self.trigger_keywords.exclude(normal__in=wanted).delete()
        rows = [
            TriggerKeyword(
                account_id=self.account_id, automation_id=self.pk, word=word, normal=normal, is_live=normal in live
            )
            for normal, word in sorted(wanted.items())
        ]  # fmt: skip
        TriggerKeyword.objects.bulk_create(rows, ignore_conflicts=True)
        self.trigger_keywords.filter(normal__in=live).update(is_live=True)
        self.trigger_keywords.exclude(normal__in=live).update(is_live=False)
        if taken := others(self, wanted):
            raise ValidationError(
                f"“{taken.word}” begins “{taken.automation}” already. Choose another keyword.", code="taken"
            )


def checked(words: Sequence[str]) -> list[str]:
    """Each once, in the order given. Raises ValidationError for what can't be kept; what makes a good one is said
    elsewhere (automations/problems.py)."""
    kept: dict[str, str] = {}
    for word in words:
        kept.setdefault(normalise(word), word.replace("\0", ""))
    kept.pop("", None)
    if len(kept) > MOST_KEYWORDS:
        raise ValidationError(
            f"Use at most {MOST_KEYWORDS} keywords; these are {len(kept)}.", code="too_many"
        )
    for normal, word in kept.items():
        if len(word) > LONGEST_KEYWORD or len(normal) > 2 * LONGEST_KEYWORD:
            raise ValidationError(
                f"A keyword has at most {LONGEST_KEYWORD} characters: “{word[:20]}…” is longer.",
                code="too_long",
            )
    return [*kept.values()]


def others(automation, normals) -> TriggerKeyword | None:
    """A keyword of these that another automation of the account holds."""
    held = TriggerKeyword.objects.filter(account=automation.account_id, normal__in=normals)
    return held.exclude(automation=automation.pk).select_related("automation__source").first()
