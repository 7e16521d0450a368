"""The keywords that begin an automation (H2), as rows: that a word begins one automation only is a constraint."""

from django.db import models
from django.db.models import Q

from accounts.models import AccountOwned
from automations.keywords import normalise
from automations.models.automation_version import LONGEST_KEYWORD

AROUND = "\"'“”„‘’«».,!?…()[]"  # what people put around a word that they were told to text


class TriggerKeywordQuerySet(models.QuerySet["TriggerKeyword"]):
    def called(self, text: str) -> "TriggerKeyword | None":
        """The one that the whole text is, of an automation that is on."""
        said = spellings(text)
        on = self.filter(normal__in=said, is_live=True, automation__state="on") if said else self.none()
        found = {
            keyword.normal: keyword
            for keyword in on.select_related("automation__live_version", "automation__source")
        }
        return next((found[each] for each in said if each in found), None)


class TriggerKeyword(AccountOwned):
    """Taken by an automation from when a draft names it; `is_live` once it is in the version that is on."""

    account_from = "automation"

    automation = models.ForeignKey(
        "automations.Automation", on_delete=models.CASCADE, related_name="trigger_keywords"
    )
    word = models.CharField(max_length=LONGEST_KEYWORD)
    normal = models.CharField(max_length=2 * LONGEST_KEYWORD)
    is_live = models.BooleanField(default=False)

    objects = TriggerKeywordQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["account", "normal"], name="trigger_keyword_once")]
        indexes = [
            models.Index(fields=["account", "normal"], name="trigger_keyword_live", condition=Q(is_live=True))
        ]

    def __str__(self):
        return self.word


def spellings(text: str) -> list[str]:
    """The keywords that a text can be, best first: as it stands, and without quotes and points around it."""
    if len(text) > 3 * LONGEST_KEYWORD:
        return []
    normal = normalise(text)
    return [each for each in dict.fromkeys([normal, normal.strip(AROUND + " ")]) if each]
