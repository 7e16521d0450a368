"""A version of a flow: what starts it, what ends it and its steps. Once it was on it is never changed, because the
people inside finish the version they began."""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from campaigns import event_conditions
from campaigns.steps import Step, read
from inbox.models.published import Version
from profiles.models import Metric


class Reentry(models.TextChoices):
    ONCE = "once", "Once ever"
    DAYS = "days", "Once in so many days"
    EVERY = "every", "Every time"


class FlowVersion(Version):
    account_from = "flow"
    unjudged = ("steps", "conditions")

    flow = models.ForeignKey(
        "campaigns.Flow", on_delete=models.CASCADE, related_name="versions", db_index=False
    )
    metric = models.CharField(max_length=80, blank=True, help_text="The event that starts it.")
    conditions = models.JSONField(default=list, help_text="On what the event brings along.")
    reentry = models.CharField(max_length=5, choices=Reentry, default=Reentry.ONCE)
    reentry_days = models.PositiveSmallIntegerField(
        default=30, validators=[MinValueValidator(1), MaxValueValidator(365)]
    )
    goal = models.CharField(max_length=80, blank=True, help_text="The event with which people leave.")
    steps = models.JSONField(default=list)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["flow", "number"], name="flow_version_number"),
            models.UniqueConstraint(
                fields=["flow"], condition=Q(published_at=None), name="one_draft_per_flow"
            ),
        ]

    @property
    def conditions_told(self) -> str:
        """ "value is more than 50 and order.country is US"."""
        return " and ".join(event_conditions.told(condition) for condition in self.conditions)

    def read_steps(self) -> list[Step]:
        return read(self.steps)

    def wrong_start(self) -> Iterator[str]:
        """What is missing or makes no sense in what starts and ends it."""
        metric = self.metric.casefold()
        if not metric:
            yield "Choose the event that starts it."
        if metric == Metric.UNSUBSCRIBED.casefold():
            yield "Who has just opted out can't be texted. Choose another event."
        if metric and metric == self.goal.casefold():
            yield "The event that starts it can't be the one with which people leave."
        try:
            event_conditions.check(self.conditions)
        except ValidationError as error:
            yield from error.messages
