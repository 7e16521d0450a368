from django.db import models
from django.db.models import Q

from accounts.models import AccountOwned


class RecipientQuerySet(models.QuerySet["Recipient"]):
    def waiting(self):
        return self.filter(state=Recipient.State.WAITING)

    def in_turn(self, now):
        """Those who may be texted now, in the order in which they get it."""
        return self.waiting().filter(due_at__lte=now).order_by("due_at", "id")


class Recipient(AccountOwned):
    """That a person is meant by a campaign, once, and what became of it; from `queued` on its delivery tells."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        QUEUED = "queued", "Sent"
        SKIPPED = "skipped", "Skipped"

    class Reason(models.TextChoices):
        """Why somebody who was meant gets nothing."""

        NO_PHONE = "no_phone", "No phone number"
        BLOCKED = "blocked", "Blocked"
        OPTED_OUT = "opted_out", "Opted out with STOP"
        NO_CONSENT = "no_consent", "No consent to texts of this kind"
        DOUBTED = "doubted", "May have opted out in other words"
        UNREACHABLE = "unreachable", "Their phone gets no texts"

    account_from = "campaign"

    campaign = models.ForeignKey(
        "campaigns.Campaign", on_delete=models.CASCADE, related_name="recipients", db_index=False
    )
    profile = models.ForeignKey(
        "profiles.Profile", on_delete=models.CASCADE, related_name="campaign_recipients"
    )
    # Whom it is sent from; chosen once, so that each number has a queue of its own.
    number = models.ForeignKey("sms.Number", null=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    reason = models.CharField(max_length=12, choices=Reason, blank=True)
    due_at = models.DateTimeField(help_text="When the person may be texted (E10).")
    message = models.OneToOneField(
        "inbox.Message", null=True, on_delete=models.SET_NULL, related_name="recipient"
    )

    objects = RecipientQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "profile"], name="recipient_once_per_campaign")
        ]
        indexes = [
            models.Index(
                fields=["campaign", "number", "due_at", "id"],
                name="recipient_in_turn",
                condition=Q(state="waiting"),
            )
        ]

    def __str__(self):
        return f"{self.profile_id} of campaign {self.campaign_id}: {self.reason or self.state}"
