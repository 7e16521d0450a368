"""Phones that can't be reached: found out by a text that could never arrive, forgotten with the next text from there
(inbox/receiving.py). Whoever sends to many leaves these people out."""

from django.db import models
from django.utils import timezone


class Reaching(models.Model):
    unreachable_since = models.DateTimeField(null=True, editable=False)
    # The provider's word for it; its meaning is the channel's.
    unreachable_code = models.CharField(max_length=30, blank=True, db_default="", editable=False)

    class Meta:
        abstract = True

    def not_reached(self, code: str) -> None:
        self._reach(timezone.now(), code)

    def reachable_again(self) -> None:
        """Somebody knows better; the next text that fails says otherwise."""
        self._reach(None, "")

    def _reach(self, since, code: str) -> None:
        self.unreachable_since, self.unreachable_code = since, code
        self.save(update_fields=["unreachable_since", "unreachable_code"])
