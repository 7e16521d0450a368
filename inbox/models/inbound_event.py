from datetime import timedelta

from django.db import models
from django.utils import timezone

from accounts.models import AccountOwned

GIVE_UP_AFTER = 8
BACK_OFF = timedelta(seconds=5)


class InboundEventQuerySet(models.QuerySet):
    def due(self):
        return self.filter(state=InboundEvent.State.NEW, next_attempt_at__lte=timezone.now())


class InboundEvent(AccountOwned):
    """What a provider posted, kept before it is understood. Nothing is acknowledged before Postgres has this row."""

    class State(models.TextChoices):
        NEW = "new"
        DONE = "done"
        DEAD = "dead"

    provider = models.CharField(max_length=20)
    event_key = models.CharField(max_length=255)
    route = models.CharField(max_length=64)
    body = models.TextField()
    headers = models.JSONField(default=dict)
    state = models.CharField(max_length=5, choices=State, default=State.NEW)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    error = models.TextField(blank=True)
    received_at = models.DateTimeField(default=timezone.now)

    objects = InboundEventQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "provider", "event_key"], name="inbound_event_once")
        ]
        indexes = [
            models.Index(fields=["next_attempt_at"], name="inbound_due", condition=models.Q(state="new"))
        ]

    def __str__(self):
        return f"{self.provider} {self.event_key} {self.state}"

    def done(self) -> None:
        self.state, self.error = self.State.DONE, ""
        self.save(update_fields=["state", "error"])

    def push_back(self, error: str) -> None:
        """It could not be applied: again later, ever later, and after 8 times never."""
        self.attempts += 1
        self.error = error
        self.state = self.State.DEAD if self.attempts >= GIVE_UP_AFTER else self.State.NEW
        self.next_attempt_at = timezone.now() + BACK_OFF * 2**self.attempts
        self.save(update_fields=["attempts", "error", "state", "next_attempt_at"])


class RefusedWebhook(models.Model):
    """A request at a webhook address that was forged, malformed or meant for nobody; kept 7 days for inspection.

    The account is known where the address was.
    """

    account = models.ForeignKey("accounts.Account", null=True, on_delete=models.CASCADE, related_name="+")
    provider = models.CharField(max_length=20)
    path = models.CharField(max_length=300)
    reason = models.CharField(max_length=200)
    body = models.TextField()
    headers = models.JSONField(default=dict)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["account", "-at"], name="refused_webhook_newest")]

    def __str__(self):
        return f"{self.provider} {self.reason}"
