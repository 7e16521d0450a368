from datetime import timedelta

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from accounts.models import AccountOwned
from sms import lines

ORDER_DAYS = 5


class LinkOptions(AccountOwned):
    """How the account's texts bear links (E6)."""

    account_from = "channel"

    channel = models.OneToOneField("inbox.Channel", on_delete=models.CASCADE, related_name="link_options")
    shorten = models.BooleanField("shorten links and count clicks", default=True)
    order_days = models.PositiveSmallIntegerField(
        "days in which an order belongs to a click",
        default=ORDER_DAYS,
        validators=[MinValueValidator(1), MaxValueValidator(30)],
    )

    class Meta:
        verbose_name_plural = "link options"

    def __str__(self):
        return f"Link options of {self.account}"

    @classmethod
    def of(cls, channel) -> "LinkOptions":
        kept = getattr(channel, "link_options", None)
        return kept or cls.objects.get_or_create(channel=channel, account_id=channel.account_id)[0]

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        lines.forget()

    @classmethod
    def order_window(cls, account_id: int) -> timedelta:
        """For how long after a click an order belongs to it, both ends included."""
        days = cls.objects.filter(account=account_id).values_list("order_days", flat=True).first()
        return timedelta(days=days or ORDER_DAYS)
