"""What happened to a person (C8, K2): a click, an order, a consent, anything that is posted to the API. Append-only."""

from datetime import datetime
from decimal import Decimal
from functools import cache

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from accounts.models import AccountOwned


class Metric(models.TextChoices):
    """What the helpdesk itself records; others name theirs as they like."""

    CLICKED_LINK = "Clicked link"
    PLACED_ORDER = "Placed order"
    SUBSCRIBED = "Subscribed"
    UNSUBSCRIBED = "Unsubscribed"
    FINISHED_AUTOMATION = "Finished automation"


class ProfileEvent(AccountOwned):
    account_from = "profile"

    profile = models.ForeignKey(
        "profiles.Profile", on_delete=models.CASCADE, related_name="events", db_index=False
    )
    metric = models.CharField(max_length=80)
    at = models.DateTimeField(default=timezone.now)
    value = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    currency = models.CharField(max_length=3, blank=True, help_text="Of the value, by ISO 4217.")
    data = models.JSONField(default=dict)
    key = models.CharField(max_length=120, blank=True, help_text="Recorded once per key and account.")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "key"], condition=~models.Q(key=""), name="profile_event_once_per_key"
            )
        ]
        indexes = [
            models.Index(fields=["profile", "-at", "-id"], name="profile_event_newest"),
            models.Index(fields=["account", "metric", "-at"], name="profile_event_metric"),
        ]

    def __str__(self):
        return self.metric


@cache
def _steps() -> list:
    return [import_string(path) for path in settings.PROFILE_EVENT_STEPS]


class Happening(models.Model):
    class Meta:
        abstract = True

    def record_event(
        self,
        metric: str,
        at: datetime | None = None,
        data: dict | None = None,
        value: Decimal | None = None,
        currency: str = "",
        key: str = "",
    ) -> ProfileEvent | None:
        """What happened, and all that follows from it (`PROFILE_EVENT_STEPS`). None when the key was here before."""
        event = ProfileEvent(
            account_id=self.account_id, profile=self, metric=metric, at=at or timezone.now(), data=data or {},
            value=value, currency=currency, key=key,
        )  # fmt: skip
        try:
            with transaction.atomic():
                event.save(force_insert=True)
        except IntegrityError:
            return None
        for step in _steps():
            step(event)
        return event
