"""Who is in a flow (G2): where they stand, until when, and how they left. The engine is campaigns/advancing.py."""

from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import AccountOwned
from helpdesk import live

RUNNING = Q(left_at=None)


class Left(models.TextChoices):
    """Why somebody is no longer in a flow."""

    FINISHED = "finished", "Went through to the end"
    CONDITION = "condition", "Did not fit a condition"
    GOAL = "goal", "Did what ends the flow"
    OPTED_OUT = "opted_out", "Opted out"
    NO_CONSENT = "no_consent", "No consent any more"
    BLOCKED = "blocked", "Blocked"
    SWITCHED_OFF = "switched_off", "The flow was switched off"
    TAKEN_OUT = "taken_out", "Taken out by the team"


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def running(self):
        return self.filter(RUNNING)

    def due(self, now: datetime):
        return self.filter(RUNNING, due_at__lte=now).order_by("due_at", "id")

    def of_key(self, key: str) -> "Enrolment | None":
        """Whose text has this delivery key."""
        return self.filter(pk=key.split(":")[1]).first()

    def leave(self, reason: str) -> int:
        """Out of the flow, those who are still in it. How many. Whoever has one of them in hand finishes first."""
        ids = list(
            self.running().order_by("id").select_for_update(of=("self",)).values_list("pk", "account", "flow")
        )
        done = Enrolment.objects.filter(RUNNING, pk__in=[pk for pk, _, _ in ids])
        left = done.update(left_at=timezone.now(), left_reason=reason)
        for account_id, flow_id in {(account_id, flow_id) for _, account_id, flow_id in ids}:
            live.ping(account_id, f"flow-{flow_id}")
        return left


class Enrolment(AccountOwned):
    """One way through a flow, by the version that was on when it began. `step` is where the person stands (blank:
    before the first), `due_at` when they go on, `passed` what is done."""

    account_from = "flow"

    flow = models.ForeignKey(
        "campaigns.Flow", on_delete=models.CASCADE, related_name="enrolments", db_index=False
    )
    version = models.ForeignKey("campaigns.FlowVersion", on_delete=models.CASCADE, related_name="enrolments")
    profile = models.ForeignKey(
        "profiles.Profile", on_delete=models.CASCADE, related_name="enrolments", db_index=False
    )
    event = models.ForeignKey("profiles.ProfileEvent", on_delete=models.CASCADE, related_name="+")
    entered_at = models.DateTimeField(help_text="The time of the event.")
    step = models.CharField(max_length=12, blank=True)
    passed = ArrayField(models.CharField(max_length=12), default=list)
    due_at = models.DateTimeField()
    held = models.CharField(
        max_length=200, blank=True, help_text="Why the step could not be done when it was due."
    )
    left_at = models.DateTimeField(null=True)
    left_reason = models.CharField(max_length=15, choices=Left, blank=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["flow", "event"], name="enrolment_once_per_event"),
            models.CheckConstraint(
                condition=Q(left_at=None, left_reason="") | (Q(left_at__isnull=False) & ~Q(left_reason="")),
                name="enrolment_left_for_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], name="enrolment_due", condition=RUNNING),
            models.Index(fields=["profile"], name="enrolment_running", condition=RUNNING),
            models.Index(fields=["flow", "profile", "-entered_at"], name="enrolment_reentry"),
        ]

    def __str__(self):
        return f"{self.profile} in {self.flow_id}"

    def key_of(self, step: str) -> str:
        """Of the delivery of a text: unique, so that no crash sends it twice."""
        return f"flow:{self.pk}:{step}"

    @property
    def is_running(self) -> bool:
        return self.left_at is None

    def take_out(self) -> bool:
        """By the team; False when the person had left before."""
        return Enrolment.objects.filter(pk=self.pk).leave(Left.TAKEN_OUT) == 1
