"""Blocking a person (K3): an append-only history, and the state that follows from it on the profile, where every
inbound message and every send reads it under lock. What it means for the person's tickets: inbox/blocking.py."""

from datetime import datetime

from django.db import models
from django.utils import timezone

from accounts.models import AccountOwned

LONGEST_REASON = 200


class Block(AccountOwned):
    """One act of blocking or unblocking. Never updated, never deleted."""

    account_from = "profile"

    profile = models.ForeignKey(
        "profiles.Profile", on_delete=models.CASCADE, related_name="blocks", db_index=False
    )
    blocked = models.BooleanField()
    reason = models.CharField(max_length=LONGEST_REASON, blank=True)
    actor_kind = models.CharField(max_length=10)
    actor_label = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["profile", "-id"], name="block_history")]

    def __str__(self):
        return f"{'blocked' if self.blocked else 'unblocked'} by {self.actor_label or self.actor_kind}"


class Blocking(models.Model):
    blocked_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True

    @property
    def is_blocked(self) -> bool:
        return self.blocked_at is not None

    @property
    def block_in_force(self) -> Block | None:
        """Who blocked the person, when and why."""
        return self.blocks.first() if self.is_blocked else None

    def block(self, by, reason: str = "") -> datetime | None:
        """When; None when the person was blocked before, be it a moment ago by somebody else."""
        if self._locked_state():
            return None
        return self._turn(True, by, reason).at

    def unblock(self, by) -> datetime | None:
        """Since when the person was blocked; None when nobody had."""
        since = self._locked_state()
        if since:
            self._turn(False, by)
        return since

    def _locked_state(self) -> datetime | None:
        """As it stands once everybody before us has committed: an inbound text holds the same lock (receiving.py)."""
        locked = type(self)._default_manager.select_for_update(no_key=True)
        self.blocked_at = locked.values_list("blocked_at", flat=True).get(pk=self.pk)
        return self.blocked_at

    def _turn(self, blocked: bool, by, reason: str = "") -> Block:
        block = self.blocks.create(
            account_id=self.account_id,
            blocked=blocked,
            reason=reason,
            actor_kind=by.actor_kind,
            actor_label=by.actor_label,
        )
        self.blocked_at = block.at if blocked else None
        self.save(update_fields=["blocked_at"])
        return block
