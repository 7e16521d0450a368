from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

from inbox.models import RefusedWebhook


class Webhooking(models.Model):
    """Where the provider reports to, and whether it does (E1)."""

    last_event_at = models.DateTimeField(null=True, editable=False)
    reconciled_at = models.DateTimeField(null=True, editable=False)
    compared_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True

    @property
    def hook(self) -> str:
        return f"{settings.PUBLIC_BASE_URL}/hooks/{self.provider_name}/{self.route}"

    @property
    def inbound_url(self) -> str:
        """What to paste at the provider, with its own retry options: five tries, on any failure."""
        return f"{self.hook}/inbound/#rc=5&rp=all"

    @property
    def fallback_url(self) -> str:
        return f"{self.hook}/inbound/"

    def status_url(self, delivery) -> str:
        return f"{self.hook}/status/?d={delivery.callback_token}"

    def heard(self) -> None:
        """A webhook of the provider came, to the minute: a busy number must not mean one more write per text."""
        now = timezone.now()
        if self.last_event_at is None or now - self.last_event_at > timedelta(minutes=1):
            self.last_event_at = now
            type(self)._base_manager.filter(pk=self.pk).update(last_event_at=now)

    def refused(self):
        """Its webhooks of the last day that were not taken, newest first."""
        day_ago = timezone.now() - timedelta(days=1)
        refused = RefusedWebhook.objects.filter(
            account=self.account_id, at__gt=day_ago, path__contains=self.route
        )
        return refused.order_by("-id")

    @property
    def trouble(self) -> str:
        """What is wrong with its webhooks lately, and what to do; blank when nothing is."""
        refused = self.refused()
        if last := refused.values_list("reason", flat=True).first():
            return (
                f"{refused.count()} webhooks were refused in the last day: {last}. Compare the auth token and the "
                "webhook address with the provider's."
            )
        return ""
