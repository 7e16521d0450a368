"""A version of an automation: what begins it, and its script."""

from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Count, Q

from automations.script import Script, read
from inbox.models.published import Version

LONGEST_KEYWORD = 40


class Trigger(models.TextChoices):
    """Who may enter by the keyword (H3)."""

    ALWAYS = "always", "Always on"
    REPLY = "reply", "Campaign reply"


def empty_script() -> dict:
    return Script().as_json()


class VersionQuerySet(models.QuerySet["AutomationVersion"]):
    def with_people(self):
        """Those that were on, with how many `entered` by them and are `inside`."""
        counted = Q(sessions__tried__isnull=True)
        entered = Count("sessions", filter=counted)
        inside = Count("sessions", filter=counted & Q(sessions__ended_at=None))
        return self.exclude(published_at=None).annotate(entered=entered, inside=inside)


class AutomationVersion(Version):
    """`trigger_source` and `trigger_hours` are for a campaign reply: only who was sent something by it within these
    hours enters."""

    account_from = "automation"
    unjudged = ("keywords", "trigger_source", "script")

    automation = models.ForeignKey(
        "automations.Automation", on_delete=models.CASCADE, related_name="versions", db_index=False
    )
    keywords = ArrayField(models.CharField(max_length=LONGEST_KEYWORD), default=list)
    trigger = models.CharField(max_length=6, choices=Trigger, default=Trigger.ALWAYS)
    trigger_source = models.ForeignKey(
        "inbox.Source", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    trigger_hours = models.PositiveSmallIntegerField(
        default=24, validators=[MinValueValidator(1), MaxValueValidator(24 * 90)]
    )
    script = models.JSONField(default=empty_script)

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["automation", "number"], name="automation_version_number"),
            models.UniqueConstraint(
                fields=["automation"], condition=Q(published_at=None), name="one_draft_per_automation"
            ),
        ]

    @property
    def is_reply(self) -> bool:
        return self.trigger == Trigger.REPLY

    @property
    def trigger_span(self) -> timedelta:
        return timedelta(hours=self.trigger_hours)

    def read_script(self) -> Script:
        return read(self.script)
