from django.db import models

from campaigns.models.campaign_picture import CampaignPicture


class Copying(models.Model):
    class Meta:
        abstract = True

    def duplicate(self):
        """A new draft that says the same to the same people; when is still to be chosen."""
        name = f"{self.name[:100]} (copy)"
        copy = type(self).objects.make(
            self.account,
            name,
            kind=self.kind,
            audience=self.audience,
            segment=self.segment,
            text=self.text,
            number=self._number_still_there(),
        )
        CampaignPicture.objects.bulk_create(
            CampaignPicture(
                account_id=self.account_id,
                campaign=copy,
                **{
                    name: getattr(picture, name)
                    for name in ("file", "content_type", "size", "width", "height")
                },
            )
            for picture in self.pictures.all()
        )
        return copy

    def _number_still_there(self):
        return self.number if self.number and self.number.disconnected_at is None else None

    def discard(self) -> None:
        """A draft, for good."""
        self.must_be_draft()
        self.source.delete()
