"""Where somebody stands in an automation, as their thread shows it (H13). Read with the ticket's own statement."""

from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject
from django.utils import timezone

from automations.models import Session
from automations.script import read


class Standing(NamedTuple):
    """`place` of `places` is the message asked last; `asked_at` may lie ahead: it waits for the morning (E10)."""

    automation: int
    name: str
    place: int
    places: int
    asked_at: datetime
    ends_at: datetime
    reprompts: int

    @property
    def waits(self) -> bool:
        return self.asked_at > timezone.now()


def with_standing(tickets: QuerySet) -> QuerySet:
    """`standing_of(ticket)` needs no statement then."""
    running = Session.objects.running().filter(profile=OuterRef("profile"), channel=OuterRef("channel"))
    facts = JSONObject(
        automation="automation", name="automation__source__name", question="question", asked_at="asked_at",
        ends_at="expires_at", reprompts="reprompts", script=Coalesce("tried", "version__script"),
    )  # fmt: skip
    return tickets.annotate(standing_read=Subquery(running.order_by().values_list(facts)[:1]))


def standing_of(ticket) -> Standing | None:
    """None for whoever is in none, or whose time is over and only the sweep has not come by yet."""
    kept: dict[str, Any] | None = ticket.standing_read
    if kept is None:
        return None
    facts = dict(kept)
    script, question = read(facts.pop("script")), facts.pop("question")
    for name in ("asked_at", "ends_at"):
        facts[name] = datetime.fromisoformat(facts[name])
    if facts["ends_at"] < timezone.now():
        return None
    return Standing(place=(script.place(question) or 0) + 1, places=len(script.questions), **facts)
