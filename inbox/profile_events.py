"""What happened to a person (C8, K2), as the desk shows it."""

from datetime import datetime
from typing import NamedTuple

from django.db.models import Q

from profiles.models import Metric, Profile, ProfileEvent

RECENT = 10
PAGE = 50
MOST_METRICS = 30
MOST_FACTS = 8
FOR_MACHINES = {"message"}  # ids of ours
ICONS = {
    Metric.CLICKED_LINK: "mouse-pointer-click",
    Metric.PLACED_ORDER: "shopping-bag",
    Metric.SUBSCRIBED: "shield-check",
    Metric.FINISHED_AUTOMATION: "workflow",
}


class Told(NamedTuple):
    """`facts`: what was posted with it, as far as it is plain words and numbers."""

    id: int
    metric: str
    at: datetime
    amount: str
    facts: list[tuple[str, str]]

    @property
    def icon(self) -> str:
        return ICONS.get(Metric(self.metric), "zap") if self.metric in Metric.values else "zap"

    @property
    def detail(self) -> str:
        """The one fact that tells it from others of its kind: where the link led, which order it was."""
        known = dict(self.facts)
        if "url" in known:
            return known["url"].partition("://")[2]
        return f"Order {known['order']}" if "order" in known else ""


def recent(profile: Profile) -> list[Told]:
    return [_told(event) for event in profile.events.all()[:RECENT]]


def page(profile: Profile, metric: str, before: ProfileEvent | None) -> tuple[list[Told], int | None]:
    """Newest first, of one metric or (blank) of all, and the id of the event before which there are more."""
    events = profile.events.filter(metric=metric) if metric else profile.events.all()
    if before:
        events = events.filter(Q(at__lt=before.at) | Q(at=before.at, id__lt=before.pk), at__lte=before.at)
    found = [_told(event) for event in events[: PAGE + 1]]
    return found[:PAGE], found[PAGE - 1].id if len(found) > PAGE else None


def metrics(profile: Profile) -> list[str]:
    """What can be filtered by."""
    return list(profile.events.order_by("metric").values_list("metric", flat=True).distinct()[:MOST_METRICS])


def _told(event: ProfileEvent) -> Told:
    plain = {name: value for name, value in event.data.items() if isinstance(value, str | int | float)}
    facts = [(name, str(value)) for name, value in plain.items() if name not in FOR_MACHINES]
    amount = "" if event.value is None else f"{event.value} {event.currency}".strip()
    return Told(event.pk, event.metric, event.at, amount, facts[:MOST_FACTS])
