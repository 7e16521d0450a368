from datetime import timedelta

from django.db import models
from django.utils import timezone

from accounts.fields import SecretField

# Webhooks that the provider signed before it was told are retried for minutes; its own dashboard promises a day.
BELIEVED_FOR = timedelta(hours=24)


class Rotating(models.Model):
    """The provider's token, and the one before while webhooks signed with it may still be under way (E13)."""

    auth_token = SecretField()
    previous_token = SecretField(blank=True)
    previous_until = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True

    @property
    def tokens(self) -> list[str]:
        """Those that webhooks may be signed with."""
        is_over = self.previous_until is not None and self.previous_until <= timezone.now()
        return (
            [self.auth_token, self.previous_token]
            if self.previous_token and not is_over
            else [self.auth_token]
        )

    def rotate(self, auth_token: str) -> None:
        """A new token of the provider's account, for all numbers here that belong to it; the one before is believed
        on webhooks for another day."""
        numbers = type(self)._default_manager.filter(account=self.account_id, account_sid=self.account_sid)
        for number in numbers.filter(disconnected_at=None).select_for_update(no_key=True).order_by("id"):
            if auth_token != number.auth_token:
                number._renew(auth_token)
        self.refresh_from_db(fields=["auth_token", "previous_token", "previous_until"])
        self.resume()

    def _renew(self, auth_token: str) -> None:
        self.previous_token, self.auth_token = self.auth_token, auth_token
        self.previous_until = timezone.now() + BELIEVED_FOR
        self.save(update_fields=["previous_token", "auth_token", "previous_until"])
