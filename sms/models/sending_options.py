from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models

from accounts.models import AccountOwned


class SendingOptions(AccountOwned):
    """How the SMS channel sends: which of its numbers speaks, how much in a month, and at what price (E12)."""

    class AnswerFrom(models.TextChoices):
        LAST = "last", "The number that the person last wrote to"
        DEFAULT = "default", "Always the default number"

    channel = models.OneToOneField("inbox.Channel", on_delete=models.CASCADE, related_name="sms_sending")
    answer_from = models.CharField(
        "answers leave from", max_length=10, choices=AnswerFrom, default=AnswerFrom.LAST
    )
    monthly_limit = models.PositiveIntegerField(
        "credits a month, at most", null=True, blank=True, validators=[MinValueValidator(1)]
    )
    price_per_segment = models.DecimalField(
        "price of a credit",
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
    )
    currency = models.CharField(max_length=3, default="USD")

    def __str__(self):
        return f"Sending of {self.account}"

    @classmethod
    def of(cls, channel) -> "SendingOptions":
        """What the channel's account chose, or has not yet."""
        kept = getattr(channel, "sms_sending", None)
        return kept or cls.objects.get_or_create(channel=channel, account_id=channel.account_id)[0]
