"""Consent to be texted (E3, E4, E10): an append-only history, and the state that follows from it on the profile.

The state is folded from the whole history by the provider's clock, so a change that arrives late can't undo a newer
one. It stands on the profile because every send reads it under lock.
"""

from datetime import datetime
from typing import Any

from django.db import models
from django.utils import timezone

from accounts.models import AccountOwned
from profiles.models.doubting import Doubting
from profiles.models.profile_event import Metric


class Consent(AccountOwned):
    """One change of consent. Never updated, never deleted."""

    class Kind(models.TextChoices):
        MARKETING = "marketing", "Marketing"
        TRANSACTIONAL = "transactional", "Transactional"

    account_from = "profile"

    profile = models.ForeignKey(
        "profiles.Profile", on_delete=models.CASCADE, related_name="consents", db_index=False
    )
    kind = models.CharField(max_length=15, choices=Kind)
    given = models.BooleanField()
    # Not taken back by the person: the number went to somebody else, who has given none.
    lapsed = models.BooleanField(default=False, db_default=False)
    source = models.CharField(max_length=200)
    at = models.DateTimeField(default=timezone.now)
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["profile", "-at", "-id"], name="consent_history"),
            models.Index(fields=["account", "at"], name="consent_withdrawn", condition=models.Q(given=False)),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} consent {'given' if self.given else 'withdrawn'}: {self.source}"


SINCE = {kind: f"{kind}_since" for kind in Consent.Kind}


class Consenting(Doubting):
    marketing_since = models.DateTimeField(null=True, editable=False)
    transactional_since = models.DateTimeField(null=True, editable=False)
    opted_out_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True

    @property
    def is_subscriber(self) -> bool:
        return self.marketing_since is not None or self.transactional_since is not None

    @property
    def consent(self) -> Consent | None:
        """The change that the person's present state rests on."""
        return self.consents.first()

    def give_consent(self, kind: str, source: str, at: datetime | None = None) -> None:
        """Record consent of a kind. It ends an earlier opt-out unless that is newer."""
        self._record([kind], True, source, at)

    def withdraw_consent(self, source: str, at: datetime | None = None) -> None:
        """Stop everything (STOP wins): both kinds end, and nothing but compliance answers leaves from now on."""
        kinds = [kind for kind in Consent.Kind if getattr(self, f"{kind}_since")] or [Consent.Kind.MARKETING]
        self._record(kinds, False, source, at)

    def lapse_consent(self, source: str) -> None:
        """It holds no longer, and nobody has opted out: whoever has the number by now may give their own."""
        kinds = [kind for kind in Consent.Kind if getattr(self, f"{kind}_since")]
        self._record(kinds, False, source, None, lapsed=True)

    def _record(
        self, kinds: list, given: bool, source: str, at: datetime | None, lapsed: bool = False
    ) -> None:
        at = at or timezone.now()
        # One after the other: what is folded below must hold what was written a moment ago.
        locked = type(self)._default_manager.select_for_update(no_key=True)
        before = locked.values("opted_out_at", "doubt_due_at", "doubt_words", *SINCE.values()).get(pk=self.pk)
        self.doubt_due_at, self.doubt_words = before["doubt_due_at"], before["doubt_words"]
        for kind in kinds:
            self.consents.create(
                account_id=self.account_id, kind=kind, given=given, lapsed=lapsed, source=source, at=at
            )
        if self.is_doubted and not self.outlives(given, at):
            self.settle_doubt()
        self._settle()
        self._tell(before, source)

    def _tell(self, before: dict[str, Any], source: str) -> None:
        """What is new by it is an event: flows begin and end with these."""
        for kind, since in SINCE.items():
            if getattr(self, since) and not before[since]:
                self.record_event(
                    Metric.SUBSCRIBED, getattr(self, since), {"consent": str(kind), "source": source}
                )
        if self.opted_out_at and not before["opted_out_at"]:
            self.record_event(Metric.UNSUBSCRIBED, self.opted_out_at, {"source": source})

    def _settle(self) -> None:
        """What the history says by the provider's clock, in whatever order it arrived."""
        since: dict[str, datetime] = {}
        stopped = None
        history = self.consents.order_by("at", "id").values_list("kind", "given", "lapsed", "at")
        for kind, given, lapsed, at in history:
            if lapsed:
                since.pop(kind, None)
            elif given:
                since.setdefault(kind, at)
                stopped = None
            else:
                since, stopped = {}, at
        self.opted_out_at = stopped
        for kind, column in SINCE.items():
            setattr(self, column, since.get(kind))
        self.save(update_fields=["opted_out_at", *SINCE.values()])
