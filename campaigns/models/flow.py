"""A flow (G2): after an event, texts with delays. People leave it when they opt out."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.utils import timezone

from accounts.models import AccountOwned
from campaigns import steps
from campaigns.models.enrolment import Left
from campaigns.models.flow_version import FlowVersion
from campaigns.models.flow_wording import FlowWording
from campaigns.steps import START, Problem
from helpdesk import live
from helpdesk.names import one_line
from inbox.channels import Refusal
from inbox.models import Delivery, Source

LONGEST_NAME = 120
VERSIONED = ("metric", "conditions", "reentry", "reentry_days", "goal", "steps")


class Incomplete(ValidationError):
    """The flow can't be switched on: `problems` says what is missing, step by step."""

    def __init__(self, problems: list[Problem]):
        super().__init__([problem.text for problem in problems], code="incomplete")
        self.problems = problems


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
        source = Source(account=account, kind=Source.Kind.FLOW, name=clean_name(name))
        source.save()
        flow = self.create(account=account, source=source, kind=kind)
        flow.versions.create(account_id=account.pk, number=1).write(**draft)
        return flow


class Flow(FlowWording, AccountOwned):
    class Kind(models.TextChoices):
        MARKETING = "marketing", "Marketing"
        TRANSACTIONAL = "transactional", "Transactional"

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        ON = "on", "On"
        OFF = "off", "Off"

    account = models.ForeignKey(
        "accounts.Account", on_delete=models.CASCADE, related_name="flows", db_index=False
    )
    source = models.OneToOneField("inbox.Source", on_delete=models.CASCADE, related_name="flow")
    kind = models.CharField(max_length=15, choices=Kind, default=Kind.MARKETING)
    state = models.CharField(max_length=5, choices=State, default=State.DRAFT)
    live_version = models.ForeignKey(FlowVersion, null=True, on_delete=models.RESTRICT, related_name="+")
    switched_on_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = FlowQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["account", "-id"], name="flow_newest"),
            models.Index(fields=["account"], name="flow_on", condition=Q(state="on")),
        ]

    def __str__(self):
        return self.source.name

    @property
    def name(self) -> str:
        return self.source.name

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

    def rename(self, name: str) -> None:
        """Raises ValidationError."""
        self.source.name = clean_name(name)
        self.source.save(update_fields=["name"])

    def change_kind(self, kind: str) -> None:
        """Also for the people inside: what consent a text needs is judged when it leaves."""
        self.kind = self.Kind(kind)
        self.save(update_fields=["kind"])

    def revise(self, name: str | None = None, kind: str | None = None, **draft: Any) -> None:
        """Set what is given; all but name and kind in the draft. Raises ValidationError."""
        if name is not None:
            self.rename(name)
        if kind is not None:
            self.change_kind(kind)
        if draft:
            self.edit(**draft)

    # Versions

    @property
    def draft(self) -> FlowVersion | None:
        """What was changed and is not on yet."""
        return next((version for version in self.versions.all() if version.is_draft), None)

    @property
    def version(self) -> FlowVersion:
        """The one that is or was on, of a flow that ever was."""
        assert self.live_version is not None
        return self.live_version

    @property
    def edited(self) -> FlowVersion:
        """The draft, or a copy of the version that is on, which becomes one when it is written."""
        if draft := self.draft:
            return draft
        values = {name: getattr(self.version, name) for name in VERSIONED}
        return FlowVersion(flow=self, number=self.version.number + 1, **values)

    def edit(self, **values: Any) -> FlowVersion:
        """Set what is given, in the draft. Where that makes it what is on already, there is none any more. Raises
        ValidationError."""
        Flow.objects.select_for_update(no_key=True).get(pk=self.pk)  # one draft, whoever else begins one
        draft = self.edited.write(**values)
        if self.live_version and all(
            getattr(draft, name) == getattr(self.live_version, name) for name in VERSIONED
        ):
            draft.delete()
        return draft

    def discard_draft(self) -> None:
        """Back to the version that is on, or was. A flow that never was has nothing to go back to."""
        if self.live_version_id:
            self.versions.filter(published_at=None).delete()

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

    # On and off

    def switch_on(self) -> FlowVersion:
        """From now on each event of its name begins it, by what the draft says if there is one. Raises Incomplete."""
        version = self.draft or self.version
        if missing := [problem for problem in self.problems(version) if not problem.advice]:
            raise Incomplete(missing)
        now = timezone.now()
        if version.is_draft:
            version.published_at = now
            version.save(update_fields=["published_at"])
        if self.state != self.State.ON:
            self.switched_on_at = now
        self.state, self.live_version = self.State.ON, version
        self.save(update_fields=["state", "live_version", "switched_on_at"])
        self.ping()
        return version

    def switch_off(self, stop: bool = False) -> int:
        """Nobody enters any more. Those inside go on to the end, or with `stop` leave now; how many did."""
        Flow.objects.filter(pk=self.pk, state=self.State.ON).update(state=self.State.OFF)
        self.refresh_from_db(fields=["state"])
        self.ping()
        return self.enrolments.leave(Left.SWITCHED_OFF) if stop else 0

    def remove(self) -> None:
        """Only one that was never on: results stay. Raises Refusal."""
        if self.live_version_id:
            raise Refusal("was_on", "This flow was on", "It has results, so it stays. Switch it off instead.")
        self.source.delete()

    def ping(self) -> None:
        live.ping(self.account_id, f"flow-{self.pk}", "flows")


def clean_name(text: str) -> str:
    """Raises ValidationError."""
    name = one_line(text)
    if not name:
        raise ValidationError("Give the flow a name.", code="required")
    if len(name) > LONGEST_NAME:
        raise ValidationError(f"A name has at most {LONGEST_NAME} characters.", code="too_long")
    return name
