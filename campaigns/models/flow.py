"""A flow (G2): after an event, texts with delays. People leave it when they opt out."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Q
from django.shortcuts import get_object_or_404

from campaigns import steps
from campaigns.models.enrolment import Left
from campaigns.models.flow_version import FlowVersion
from campaigns.models.flow_wording import FlowWording
from campaigns.steps import START, Problem
from helpdesk import live
from inbox.models import Delivery
from inbox.models.published import Published


class FlowQuerySet(models.QuerySet["Flow"]):
    def by_id(self, flow_id: int) -> "Flow":
        """The flow, or 404."""
        return get_object_or_404(self.for_display(), pk=flow_id)

    def for_display(self):
        return self.select_related("account", "source", "live_version")

    def started_by(self, event) -> Iterable["Flow"]:
        """Those that are on, were so at the event's time, and wait for an event of this name, in whatever case."""
        on = self.filter(account=event.account_id, state=Flow.State.ON, switched_on_at__lte=event.at)
        return on.filter(live_version__metric__iexact=event.metric).select_related("live_version")

    def make(self, account, name: str, kind: str = "marketing", **draft: Any) -> "Flow":
        """A new one with its first draft. Raises ValidationError."""
        flow = self.create(account=account, source=Flow.new_source(account, name), kind=kind)
        flow.versions.create(account_id=account.pk, number=1).write(**draft)
        return flow


class Flow(FlowWording, Published):
    noun = "flow"
    versioned = ("metric", "conditions", "reentry", "reentry_days", "goal", "steps")

    class Kind(models.TextChoices):
        MARKETING = "marketing", "Marketing"
        TRANSACTIONAL = "transactional", "Transactional"

    account = models.ForeignKey(
        "accounts.Account", on_delete=models.CASCADE, related_name="flows", db_index=False
    )
    kind = models.CharField(max_length=15, choices=Kind, default=Kind.MARKETING)
    live_version = models.ForeignKey(FlowVersion, null=True, on_delete=models.RESTRICT, related_name="+")

    objects = FlowQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["account", "-id"], name="flow_newest"),
            models.Index(fields=["account"], name="flow_on", condition=Q(state="on")),
        ]

    @property
    def gate(self) -> str:
        """Whom its texts may reach."""
        return Delivery.Gate.MARKETING if self.is_marketing else Delivery.Gate.CONSENT

    @property
    def is_marketing(self) -> bool:
        return self.kind == self.Kind.MARKETING

    def left_reason_of(self, person) -> Left | None:
        """Why this person can't be in it any more, or None."""
        if person.is_blocked:
            return Left.BLOCKED
        if person.marketing_since or (person.transactional_since and not self.is_marketing):
            return None
        return Left.OPTED_OUT if person.opted_out_at else Left.NO_CONSENT

    def change_kind(self, kind: str) -> None:
        """Also for the people inside: what consent a text needs is judged when it leaves."""
        self.kind = self.Kind(kind)
        self.save(update_fields=["kind"])

    def revise(self, name: str | None = None, kind: str | None = None, **draft: Any) -> None:
        """Set what is given; all but name and kind in the draft. Raises ValidationError."""
        self.lock()
        if name is not None:
            self.rename(name)
        if kind is not None:
            self.change_kind(kind)
        if draft:
            self.edit(**draft)

    def problems(self, version: FlowVersion) -> list[Problem]:
        """What is missing before it can be switched on, and advice."""
        found = [Problem(START, text) for text in version.wrong_start()]
        if not self.account.sms_numbers.connected().exists():
            found.append(Problem("", "Connect a texting number first, in Settings, SMS."))
        return found + self.problems_of_steps(version)

    def problems_of_steps(self, version: FlowVersion) -> list[Problem]:
        there = version.read_steps()
        asked = [step.segment for step in there if isinstance(step, steps.Condition)]
        segments = [
            segment.pk for segment in self.account.segments.filter(pk__in=asked) if not segment.faults
        ]
        return steps.problems(there, self.check_text, segments)

    def stop_all(self) -> int:
        return self.enrolments.leave(Left.SWITCHED_OFF)

    def ping(self) -> None:
        live.ping(self.account_id, f"flow-{self.pk}", "flows")
