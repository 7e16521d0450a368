from django.db import models
from django.db.models.functions import Coalesce, Now

from inbox.models.changing import Changed


class ReadingQuerySet(models.QuerySet):
    def unread(self):
        return self.filter(unread_since__isnull=False, closed_at=None)

    def mark_all_read(self) -> list[Changed]:
        return self.filter(unread_since__isnull=False).change_all(None, unread_since=None)

    def mark_all_unread(self) -> list[Changed]:
        return self.filter(unread_since=None).change_all(None, unread_since=models.F("last_activity_at"))


class Reading(models.Model):
    """C9: read or unread, per ticket and for the whole team."""

    unread_since = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True

    @property
    def is_unread(self) -> bool:
        return self.unread_since is not None

    def mark_read(self) -> None:
        if self.is_unread and self.change(models.Q(unread_since__isnull=False), unread_since=None):
            self.ping()

    def mark_unread(self) -> None:
        if self.change(models.Q(unread_since=None), unread_since=Coalesce("last_activity_at", Now())):
            self.refresh_from_db(fields=["unread_since"])
            self.ping()
