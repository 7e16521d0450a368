from typing import Any

from django.db import models
from django.utils import timezone

from accounts.models import AccountOwned
from helpdesk import spans


class MessageQuerySet(models.QuerySet):
    def for_display(self):
        return self.select_related("delivery", "author__user", "source", "attributed_to").prefetch_related(
            "media"
        )


class Message(AccountOwned):
    """What a customer and the account said to each other. It belongs to the profile and the channel; keywords,
    automations and campaigns have no ticket, but the thread shows them (C7)."""

    class Origin(models.TextChoices):
        CUSTOMER = "customer", "Customer"
        AGENT = "agent", "Agent"
        API = "api", "API"
        AUTO_RESPONDER = "auto_responder", "Auto-responder"
        KEYWORD = "keyword", "Keyword answer"
        CLOSING = "closing", "Closing message"
        CAMPAIGN = "campaign", "Campaign"
        FLOW = "flow", "Flow"
        AUTOMATION = "automation", "Automation"

    account_from = "channel"

    channel = models.ForeignKey(
        "inbox.Channel", on_delete=models.CASCADE, related_name="messages", db_index=False
    )
    profile = models.ForeignKey(
        "profiles.Profile", on_delete=models.CASCADE, related_name="messages", db_index=False
    )
    ticket = models.ForeignKey(
        "inbox.Ticket", null=True, on_delete=models.CASCADE, related_name="messages", db_index=False
    )
    origin = models.CharField(max_length=15, choices=Origin)
    author = models.ForeignKey("accounts.Membership", null=True, on_delete=models.SET_NULL, related_name="+")
    # Of ours: the campaign or flow that sent it. Of a customer's: the one whose message it answers (F1).
    source = models.ForeignKey(
        "inbox.Source", null=True, on_delete=models.SET_NULL, related_name="messages", db_index=False
    )
    attributed_to = models.ForeignKey(
        "self", null=True, on_delete=models.SET_NULL, related_name="attributed_replies", db_index=False
    )
    replies_until = models.DateTimeField(
        null=True,
        editable=False,
        help_text="Of a campaign's or flow's message that was sent: until when a reply is attributed to it (F1).",
    )
    body = models.TextField(blank=True)
    our_address = models.CharField(max_length=255, blank=True)
    external_id = models.CharField(max_length=255, blank=True)
    client_id = models.UUIDField(null=True)
    # Of ours: clicks, orders, revenue by currency. Of a customer's within an automation: the choice that it answers.
    outcome = models.JSONField(
        null=True, help_text="What came of it, as its thread shows it: clicks, orders, revenue by currency."
    )
    sent_at = models.DateTimeField(
        default=timezone.now, help_text="By the provider's clock where there is one."
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    # While it is being received: what its channel understood (receiving.Inbound), and whether its person is new.
    inbound: Any
    is_first: bool

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "external_id"],
                condition=~models.Q(external_id=""),
                name="message_once_per_provider_id",
            ),
            models.UniqueConstraint(fields=["channel", "client_id"], name="message_once_per_client_id"),
            # F2: the first reply alone.
            models.UniqueConstraint(
                fields=["attributed_to"],
                condition=models.Q(attributed_to__isnull=False),
                name="one_attributed_reply",
            ),
        ]
        indexes = [
            models.Index(fields=["profile", "channel", "-id"], name="message_thread"),
            models.Index(fields=["ticket", "-id"], name="message_ticket"),
            models.Index(
                fields=["source", "-id"], name="message_source", condition=models.Q(source__isnull=False)
            ),
            models.Index(
                fields=["profile", "channel", "-sent_at", "-id"],
                name="message_answerable",
                condition=models.Q(replies_until__isnull=False),
            ),
            models.Index(
                fields=["source", "profile", "channel"],
                name="message_attributed",
                condition=models.Q(attributed_to__isnull=False),
            ),
        ]

    def __str__(self):
        return self.body[:60]

    @property
    def is_inbound(self) -> bool:
        return self.origin == self.Origin.CUSTOMER

    def left_from(self, address: str) -> None:
        """The provider chose one of our numbers for it; answers come to that one."""
        self.our_address = address
        self.save(update_fields=["our_address"])

    def understood_as(self, choice: str) -> None:
        """It came within an automation, where it was no answer if the choice is blank; its thread shows it (H13)."""
        self.outcome = {"answer": choice}
        self.save(update_fields=["outcome"])

    @property
    def dom_id(self) -> str:
        """The bubble's element id: the browser's own where it made the message, so that the two never stand twice."""
        return f"message-{self.client_id or self.pk}"

    @property
    def origin_label(self) -> str:
        return self.get_origin_display()

    @property
    def because(self) -> str:
        """Why it is attributed to its campaign or flow (F1, F2); blank for what is not."""
        if self.attributed_to is None:
            return ""
        minutes = int((self.sent_at - self.attributed_to.sent_at).total_seconds() // 60)
        return f"because: last message received {spans.short(minutes)} before; first reply"

    @property
    def topics(self) -> list[str]:
        """The doorbell names of the tickets whose thread shows this message."""
        tickets = [self.ticket] if self.ticket else self.channel.tickets.filter(profile=self.profile_id)
        return [f"ticket-{ticket.number}" for ticket in tickets]
