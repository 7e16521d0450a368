from django.db import models

from accounts.models import AccountOwned


class Conversion(AccountOwned):
    """An order that followed a click (E6): its revenue is that of the message that bore the link, and of the campaign
    or flow that sent it. One per order; sms/conversions.py settles to which click it belongs."""

    account_from = "event"

    event = models.OneToOneField("profiles.ProfileEvent", on_delete=models.CASCADE, related_name="conversion")
    click = models.ForeignKey("sms.Click", on_delete=models.CASCADE, related_name="conversions")
    message = models.ForeignKey("inbox.Message", on_delete=models.CASCADE, related_name="conversions")
    source = models.ForeignKey(
        "inbox.Source", null=True, on_delete=models.SET_NULL, related_name="conversions", db_index=False
    )
    value = models.DecimalField(max_digits=14, decimal_places=2)
    currency = models.CharField(max_length=3, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["source"], name="conversion_source", condition=models.Q(source__isnull=False)
            )
        ]

    def __str__(self):
        return f"{self.value} {self.currency}"
