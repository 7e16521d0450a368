from django.db import models

from accounts.models import AccountOwned
from inbox.models import Media


class CampaignPicture(AccountOwned):
    """A picture that every text of a campaign carries: one file, however many get it."""

    account_from = "campaign"

    campaign = models.ForeignKey("campaigns.Campaign", on_delete=models.CASCADE, related_name="pictures")
    file = models.FileField(upload_to="campaigns/%Y/%m/%d")
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField(help_text="Bytes.")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()

    class Meta:
        ordering = ["id"]

    def __str__(self):
        return f"{self.content_type} {self.width} × {self.height}"

    def as_media(self, message) -> Media:
        same = {name: getattr(self, name) for name in ("file", "content_type", "size", "width", "height")}
        return Media(account_id=self.account_id, message=message, state=Media.State.FETCHED, **same)
