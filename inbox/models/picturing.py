from collections.abc import Sequence
from datetime import timedelta
from functools import partial

from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.db import models, transaction
from django.db.models import OuterRef
from django.utils import timezone
from django.utils.crypto import get_random_string

from accounts.models import AccountOwned
from inbox import pictures
from inbox.models.media import Media

MAX_UPLOAD = 25 * 1024 * 1024
KEEP = timedelta(days=1)


class PictureQuerySet(models.QuerySet):
    def of(self, by):
        """A member's own; keys of the API share theirs."""
        return self.filter(membership=by if by.actor_kind == "agent" else None, scheduled=None)

    def seen_by(self, by):
        """One's own, and those of the answers that wait in the thread (C18)."""
        return self.filter(models.Q(membership=by) | models.Q(scheduled__isnull=False))

    def forgotten(self):
        return self.filter(created_at__lt=timezone.now() - KEEP, scheduled=None)

    def discard(self) -> int:
        """Delete the rows, and their files once that is certain. One that is being sent meanwhile is left alone."""
        rows = list(self.select_for_update(skip_locked=True, of=("self",)))
        Picture.objects.filter(pk__in=[row.pk for row in rows]).delete()
        for row in rows:
            transaction.on_commit(partial(row.file.storage.delete, row.file.name))
        return len(rows)


class Picture(AccountOwned):
    """A picture that waits to be sent with an answer (E7). Nobody but who brought it sees it; with the answer it
    becomes Media of the message, and unused it is forgotten after KEEP."""

    account_from = "ticket"

    ticket = models.ForeignKey("inbox.Ticket", on_delete=models.CASCADE, related_name="pictures")
    membership = models.ForeignKey(
        "accounts.Membership", null=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    scheduled = models.ForeignKey(
        "inbox.ScheduledReply",
        null=True,
        on_delete=models.SET_NULL,
        related_name="pictures",
        help_text="What it will leave with.",
    )
    file = models.FileField(upload_to="pictures/%Y/%m/%d")
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField(help_text="Bytes.")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = PictureQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["created_at"], name="picture_age")]

    def __str__(self):
        return f"{self.content_type} {self.width} × {self.height}"

    def as_media(self, message) -> Media:
        same = {name: getattr(self, name) for name in ("file", "content_type", "size", "width", "height")}
        return Media(account_id=self.account_id, message=message, state=Media.State.FETCHED, **same)


class PicturingQuerySet(models.QuerySet):
    def with_pictures(self, of):
        """`ticket.pictures_read`: the ids of those that this member has brought and not sent yet."""
        return self.annotate(
            pictures_read=ArraySubquery(Picture.objects.of(of).filter(ticket=OuterRef("pk")).values("pk"))
        )


class Picturing(models.Model):
    class Meta:
        abstract = True

    @property
    def own_pictures(self) -> list[int] | None:
        """Ids, for whom `with_pictures` has read the ticket; None where it was not asked for them."""
        return getattr(self, "pictures_read", None)

    def add_picture(self, upload: File, by) -> Picture:
        """Make it fit for sending and keep it until then. Raises ValidationError: too many, too large, no picture."""
        if self.pictures.of(by).count() >= pictures.MOST_SENT:
            raise _not_added(
                upload, f"{pictures.MOST_SENT} can be sent at once. Send these first, or remove one."
            )
        if (upload.size or 0) > MAX_UPLOAD:
            raise _not_added(upload, f"It is larger than {MAX_UPLOAD // 1024**2} MB.")
        try:
            content, kind, (width, height) = pictures.for_sending(upload.read())
        except pictures.Unfit as error:
            raise _not_added(upload, str(error)) from error
        picture = Picture(ticket=self, content_type=kind, size=len(content), width=width, height=height)
        picture.membership = by if by.actor_kind == "agent" else None
        name = f"{get_random_string(32)}.{pictures.FORMATS[kind].lower()}"
        picture.file.save(name, ContentFile(content), save=True)
        return picture

    def _send_pictures(self, message, ids: Sequence[int], by) -> None:
        """In the order given. Raises ValidationError, and then nothing may be kept of the message."""
        rows = self.hold_pictures(ids, by)
        Media.objects.bulk_create(rows[pk].as_media(message) for pk in ids)
        self.pictures.filter(pk__in=ids).delete()

    def hold_pictures(self, ids: Sequence[int], by) -> dict[int, Picture]:
        """Locked, and fit to be sent together. Raises ValidationError."""
        rows = self.pictures.of(by).select_for_update().in_bulk(ids)
        if len(rows) < len(ids):
            raise ValidationError(
                "A picture is no longer here: it was sent or removed in another window, or has waited for more "
                "than a day. Remove it, and add it again if it is still to be sent.",
                code="picture_gone",
            )
        if sum(row.size for row in rows.values()) > pictures.MAX_BYTES_SENT:
            raise ValidationError(
                f"These pictures have more than {pictures.MAX_BYTES_SENT // 1_000_000} MB together, which is all "
                "that one text can carry. Send them in two.",
                code="pictures_too_large",
            )
        return rows


def _not_added(upload: File, why: str) -> ValidationError:
    return ValidationError(f"{upload.name or 'The picture'} was not added. {why}", code="not_added")
