from functools import partial

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.db import models, transaction
from django.utils.crypto import get_random_string

from campaigns.models.campaign_picture import CampaignPicture
from inbox import pictures
from inbox.models.picturing import MAX_UPLOAD


class Picturing(models.Model):
    """With pictures each text is one MMS, however long its words."""

    class Meta:
        abstract = True

    @property
    def shown_pictures(self) -> list[CampaignPicture]:
        return list(self.pictures.all()) if self.pk else []

    def add_picture(self, upload: File) -> CampaignPicture:
        """Made fit for sending. Raises ValidationError: too many, too large, no picture."""
        self.must_be_draft()
        there = list(self.pictures.all())
        if len(there) >= pictures.MOST_SENT:
            raise _not_added(upload, f"{pictures.MOST_SENT} can be sent with one text.")
        if (upload.size or 0) > MAX_UPLOAD:
            raise _not_added(upload, f"It is larger than {MAX_UPLOAD // 1024**2} MB.")
        try:
            content, kind, (width, height) = pictures.for_sending(upload.read())
        except pictures.Unfit as error:
            raise _not_added(upload, str(error)) from error
        if sum(picture.size for picture in there) + len(content) > pictures.MAX_BYTES_SENT:
            raise _not_added(
                upload, f"One text can carry {pictures.MAX_BYTES_SENT // 1_000_000} MB of pictures."
            )
        picture = CampaignPicture(
            campaign=self, content_type=kind, size=len(content), width=width, height=height
        )
        name = f"{get_random_string(32)}.{pictures.FORMATS[kind].lower()}"
        picture.file.save(name, ContentFile(content), save=True)
        return picture

    def remove_picture(self, picture: CampaignPicture) -> None:
        """With its file, unless a duplicate of this campaign has that too."""
        self.must_be_draft()
        file, name = picture.file, str(picture.file.name)
        picture.delete()
        if not CampaignPicture.objects.filter(account=self.account_id, file=name).exists():
            transaction.on_commit(partial(file.storage.delete, name))


def _not_added(upload: File, why: str) -> ValidationError:
    return ValidationError(
        {"upload": f"{upload.name or 'The picture'} was not added. {why}"}, code="not_added"
    )
