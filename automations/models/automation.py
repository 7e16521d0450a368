"""An automation (H): a conversation that a keyword begins. What it says is in its versions, who is in it in its
sessions."""

from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone

from automations.conversation import Ended
from automations.models.automation_version import AutomationVersion
from automations.models.copying import Copying
from automations.models.keywording import Keywording
from automations.models.revising import Revising
from automations.models.understanding import Understanding
from automations.problems import Problem, problems
from helpdesk import live
from inbox.models.published import Published


class AutomationQuerySet(models.QuerySet["Automation"]):
    def by_id(self, automation_id: int) -> "Automation":
        """The automation, or 404."""
        return get_object_or_404(self.for_display(), pk=automation_id)

    def for_display(self):
        """Those that there are: one that was deleted is kept for what it said, and found by nobody."""
        return self.filter(removed_at=None).select_related("account", "source", "live_version")

    def on(self):
        """Those that can be entered, by name."""
        return self.for_display().filter(state="on").order_by("source__name", "id")

    def for_list(self, now: datetime):
        """With how many are `inside`, and `entered` in the last 30 days."""
        since = now - timedelta(days=30)
        return self.for_display().prefetch_related("trigger_keywords").annotate(
            inside=Count("sessions", filter=Q(sessions__ended_at=None, sessions__tried__isnull=True)),
            entered=Count("sessions", filter=Q(sessions__started_at__gte=since, sessions__tried__isnull=True)),
        )  # fmt: skip

    def make(self, account, name: str, **draft: Any) -> "Automation":
        """A new one with its first draft. Raises ValidationError."""
        automation = self.create(account=account, source=Automation.new_source(account, name))
        automation.versions.create(account_id=account.pk, number=1)
        if draft:
            automation.edit(**draft)
        return automation


class Automation(Revising, Keywording, Understanding, Copying, Published):
    noun = "automation"
    versioned = ("keywords", "trigger", "trigger_source", "trigger_hours", "script")
    moving = (*Published.moving, "revision", "revised_in", "revised_by", "removed_at")

    account = models.ForeignKey(
        "accounts.Account", on_delete=models.CASCADE, related_name="automations", db_index=False
    )
    live_version = models.ForeignKey(
        AutomationVersion, null=True, on_delete=models.RESTRICT, related_name="+"
    )

    removed_at = models.DateTimeField(null=True, editable=False)

    objects = AutomationQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["account", "-id"], name="automation_newest"),
            models.Index(fields=["account"], name="automation_on", condition=Q(state="on")),
        ]

    @property
    def is_removed(self) -> bool:
        return self.removed_at is not None

    def lock(self) -> None:
        """Also Http404 when it was deleted: it would take keywords that nobody could free."""
        super().lock()
        if self.is_removed:
            raise Http404

    def remove(self) -> None:
        """Whoever is inside leaves without a word, and its keywords are free. What it has said stays in its threads,
        and what was answered on the profiles; what never was on leaves nothing."""
        self.lock()
        if self.live_version_id is None:
            super().remove()
            return
        self.switch_off()
        self.discard_draft()
        self.removed_at = timezone.now()
        self.save(update_fields=["removed_at"])
        self.trigger_keywords.all().delete()
        self.sessions.end_all(Ended.REMOVED)

    def problems(self, version: AutomationVersion) -> list[Problem]:
        """What is missing before it can be switched on (H1), and advice."""
        return problems(self.account, version)

    def stop_all(self) -> int:
        return self.sessions.end_all(Ended.SWITCHED_OFF)

    def ping(self) -> None:
        live.ping(self.account_id, f"automation-{self.pk}", "automations")
