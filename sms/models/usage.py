"""What the account has sent, in credits (E12). Counted by statements of their own: sms/metering.py."""

from django.db import models

from accounts.models import AccountOwned


class UsageMonth(AccountOwned):
    """A calendar month in the account's time zone. `warned` is the share of the limit (80 or 100 %) that its admins
    were told of, `refused_at` when a text had to stay behind for want of credits."""

    account = models.ForeignKey(
        "accounts.Account", on_delete=models.CASCADE, related_name="usage_months", db_index=False
    )
    month = models.DateField(help_text="Its first day.")
    segments = models.PositiveIntegerField(default=0)
    texts = models.PositiveIntegerField(default=0)
    warned = models.PositiveSmallIntegerField(default=0, db_default=0)
    refused_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-month"]
        constraints = [models.UniqueConstraint(fields=["account", "month"], name="one_usage_per_month")]

    def __str__(self):
        return f"{self.month:%B %Y}: {self.segments}"


class UsageDay(AccountOwned):
    """A day's texts of one origin (inbox.Message.Origin)."""

    account = models.ForeignKey(
        "accounts.Account", on_delete=models.CASCADE, related_name="usage_days", db_index=False
    )
    day = models.DateField()
    origin = models.CharField(max_length=15)
    segments = models.PositiveIntegerField(default=0)
    texts = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["day", "origin"]
        constraints = [
            models.UniqueConstraint(fields=["account", "day", "origin"], name="one_usage_per_day_and_origin")
        ]

    def __str__(self):
        return f"{self.day}, {self.origin}: {self.segments}"
