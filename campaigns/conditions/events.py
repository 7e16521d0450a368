from datetime import timedelta

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from campaigns.conditions.base import NOTHING_YET, PERSON, Condition, Named
from profiles.models import ProfileEvent


class EventCondition(Condition):
    """At least so many times, in the last so many days (or ever), each worth at least so much (or anything)."""

    kind, label = "event", "Event"
    hows = {"did": "did", "did_not": "did not"}

    metric = Named("No event of this name was ever recorded.", label="Event")
    times = forms.IntegerField(
        label="At least so many times",
        min_value=1,
        max_value=1000,
        required=False,
        widget=forms.NumberInput({"placeholder": "1"}),
    )
    days = forms.IntegerField(
        label="In the last so many days",
        min_value=1,
        max_value=3650,
        required=False,
        widget=forms.NumberInput({"placeholder": "all"}),
    )
    worth = forms.DecimalField(
        label="Each worth at least",
        min_value=0,
        max_digits=12,
        decimal_places=2,
        required=False,
        widget=forms.NumberInput({"placeholder": "any"}),
    )

    def offer(self):
        self.among("metric", [NOTHING_YET, *((metric, metric) for metric in self.vocabulary.metrics)])

    def clean_times(self) -> int:
        return self.cleaned_data["times"] or 1

    def clean_worth(self) -> float | None:
        """As JSON keeps it."""
        worth = self.cleaned_data["worth"]
        return None if worth is None else float(worth)

    @staticmethod
    def find(rule):
        # Said of the account too, because that is what the index of metrics begins with.
        events = ProfileEvent.objects.filter(
            account=OuterRef("account"), profile=PERSON, metric=rule["metric"]
        )
        if "days" in rule:
            events = events.filter(at__gte=timezone.now() - timedelta(days=rule["days"]))
        if "worth" in rule:
            events = events.filter(value__gte=rule["worth"])
        times = rule["times"]
        # The plain question too, because Postgres turns that one into a join.
        did = (
            Q(Exists(events))
            if times == 1
            else Q(Exists(events)) & Q(Exists(events.order_by()[times - 1 : times]))
        )
        return did if rule["how"] == "did" else ~did

    @staticmethod
    def words(rule, vocabulary):
        parts = [EventCondition.hows[rule["how"]], f"“{rule['metric']}”"]
        if rule["times"] > 1:
            parts.append(f"at least {rule['times']} times")
        if "worth" in rule:
            parts.append(f"worth {rule['worth']:g} or more")
        parts.append(f"in the last {rule['days']} days" if rule.get("days", 1) > 1 else "")
        parts.append("in the last day" if rule.get("days") == 1 else "")
        return " ".join(filter(None, parts))
