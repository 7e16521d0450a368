from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import AccountOwned
from campaigns.models.copying import Copying
from campaigns.models.dispatching import Dispatching
from campaigns.models.picturing import Picturing
from campaigns.models.preparing import Preparing
from campaigns.models.progress import Counting
from campaigns.models.steering import Steering, SteeringQuerySet
from campaigns.models.trial import Trying
from campaigns.models.writing import Writing, WritingQuerySet
from inbox.models import Delivery


class CampaignQuerySet(WritingQuerySet, SteeringQuerySet, models.QuerySet["Campaign"]):
    def for_display(self):
        return self.select_related("source", "account", "number", "segment__account")


class Campaign(Writing, Picturing, Steering, Preparing, Dispatching, Counting, Trying, Copying, AccountOwned):
    """One text to many people (G1), each of whom gets it at most once."""

    class Kind(models.TextChoices):
        MARKETING = "marketing", "Marketing"
        TRANSACTIONAL = "transactional", "Transactional"

    class Audience(models.TextChoices):
        SUBSCRIBERS = "subscribers", "All subscribers"
        SEGMENT = "segment", "A segment"

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        SCHEDULED = "scheduled", "Scheduled"
        PREPARING = "preparing", "Preparing"
        SENDING = "sending", "Sending"
        PAUSED = "paused", "Paused"
        SENT = "sent", "Sent"
        CANCELLED = "cancelled", "Cancelled"

    account = models.ForeignKey(
        "accounts.Account", on_delete=models.CASCADE, related_name="campaigns", db_index=False
    )
    source = models.OneToOneField("inbox.Source", on_delete=models.CASCADE, related_name="campaign")
    kind = models.CharField(max_length=15, choices=Kind, default=Kind.MARKETING)
    audience = models.CharField(max_length=11, choices=Audience, default=Audience.SUBSCRIBERS)
    # With a deleted segment it means nobody, never everybody.
    segment = models.ForeignKey(
        "campaigns.Segment", null=True, blank=True, on_delete=models.SET_NULL, related_name="campaigns"
    )
    segment_name = models.CharField(max_length=80, blank=True, editable=False)
    text = models.TextField(blank=True)
    number = models.ForeignKey(
        "sms.Number", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    client_id = models.UUIDField(null=True, editable=False)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    scheduled_at = models.DateTimeField(null=True, blank=True, help_text="Blank: as soon as it is sent.")
    reason = models.CharField(max_length=300, blank=True, help_text="Why it is paused, where nobody did it.")
    begun_by = models.CharField(max_length=120, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    started_at = models.DateTimeField(null=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    # How far its people are written down: the last profile's id; and when all of them were.
    prepared_through = models.BigIntegerField(default=0, editable=False)
    prepared_at = models.DateTimeField(null=True, editable=False)
    # Counted where they change: who was meant, who of them was skipped, to whom a message was made.
    total = models.PositiveIntegerField(default=0, editable=False)
    skipped = models.PositiveIntegerField(default=0, editable=False)
    queued = models.PositiveIntegerField(default=0, editable=False)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["account", "client_id"], name="campaign_once_per_client_id")
        ]
        indexes = [
            models.Index(fields=["account", "-id"], name="campaign_newest"),
            models.Index(
                fields=["state"],
                name="campaign_at_work",
                condition=Q(state__in=["scheduled", "preparing", "sending"]),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def is_marketing(self) -> bool:
        return self.kind == self.Kind.MARKETING

    @property
    def gate(self) -> str:
        return Delivery.Gate.MARKETING if self.is_marketing else Delivery.Gate.CONSENT
