from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone

LASTS = timedelta(days=3)


class Doubting(models.Model):
    """What a person wrote may be an opt-out (E3). Somebody says whether it is one; whoever says nothing until it is due
    has said yes. The law allows ten working days."""

    doubt_due_at = models.DateTimeField(null=True, editable=False)
    doubt_words = models.CharField(max_length=200, blank=True, db_default="", editable=False)

    class Meta:
        abstract = True

    @property
    def is_doubted(self) -> bool:
        return self.doubt_due_at is not None

    def doubt_consent(self, said: str) -> bool:
        """Whether this is a new doubt. Who has opted out leaves none."""
        if self.is_doubted or self.opted_out_at:
            return False
        self.doubt_due_at, self.doubt_words = timezone.now() + LASTS, said[:200]
        self.save(update_fields=["doubt_due_at", "doubt_words"])
        return True

    def settle_doubt(self) -> str | None:
        """End it; what was said, or None when somebody else has ended it."""
        said = self.doubt_words
        open_doubt = type(self)._default_manager.filter(pk=self.pk, doubt_due_at__isnull=False)
        self.doubt_due_at, self.doubt_words = None, ""
        return said if open_doubt.update(doubt_due_at=None, doubt_words="") else None

    def outlives(self, given: bool, at: datetime) -> bool:
        """Whether a change of consent leaves the doubt open: one that was given before it does."""
        return self.doubt_due_at is not None and given and at <= self.doubt_due_at - LASTS
