import time
import uuid

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django.utils import timezone

from accounts.models import AccountOwned


class Draft(AccountOwned):
    """What a member has begun to write on a ticket (C17). Nobody else sees it.

    Once it is sent an empty row stays for a while and remembers what was: a save that was still on its way when the
    answer left must not bring it back.
    """

    class Kind(models.TextChoices):
        REPLY = "reply"
        NOTE = "note"

    SHOWN = ("kind", "body", "version", "client_id", "seen")
    account_from = "ticket"

    membership = models.ForeignKey(
        "accounts.Membership", on_delete=models.CASCADE, related_name="drafts", db_index=False
    )
    ticket = models.ForeignKey("inbox.Ticket", on_delete=models.CASCADE, related_name="drafts")
    kind = models.CharField(max_length=5, choices=Kind)
    body = models.TextField(blank=True)
    version = models.BigIntegerField(default=0, help_text="Grows with every save.")
    client_id = models.UUIDField(null=True, help_text="Of the message or note that this becomes.")
    seen = models.BigIntegerField(null=True, help_text="The newest message when the writing began.")
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["membership", "ticket", "kind"], name="one_draft_per_kind")
        ]
        indexes = [models.Index(fields=["saved_at"], name="draft_sent", condition=models.Q(body=""))]

    def __str__(self):
        return self.body[:60]

    @property
    def shown(self) -> dict:
        return {name: getattr(self, name) for name in self.SHOWN}

    def write(self, body: str, client_id: uuid.UUID | None, seen: int | None) -> None:
        self.body, self.client_id, self.seen = body, client_id, seen
        self.version, self.saved_at = time.time_ns() // 1000, timezone.now()
        self.save()


class DraftMoved(Exception):
    """The draft has changed elsewhere since the version on which this one was written."""

    def __init__(self, draft: Draft):
        super().__init__("Your draft has changed in another window.")
        self.draft = draft


class DraftingQuerySet(models.QuerySet):
    def with_drafts(self, of):
        """`ticket.drafts_read`: what this member has begun on it, as `Draft.shown`."""
        drafts = Draft.objects.filter(ticket=OuterRef("pk"), membership=of).exclude(body="")
        shown = JSONObject(**{name: name for name in Draft.SHOWN})
        return self.annotate(drafts_read=ArraySubquery(drafts.values_list(shown)))


class Drafting(models.Model):
    class Meta:
        abstract = True

    @property
    def own_drafts(self) -> dict[str, dict] | None:
        """By kind, those of whom `with_drafts` has read the ticket for; None where it was not asked for any."""
        drafts = getattr(self, "drafts_read", None)
        return None if drafts is None else {draft["kind"]: draft for draft in drafts}

    def keep_draft(
        self, by, kind: str, body: str, client_id: uuid.UUID | None, base: int | None, seen: int | None = None
    ) -> Draft:
        """Save what is being written, `base` being the version that it continues. Raises DraftMoved when another
        window has saved a later one, so that neither is lost."""
        draft = self._draft(by, kind)
        if not draft.body and client_id is not None and draft.client_id == client_id:
            return draft  # sent meanwhile
        if draft.body not in ("", body) and draft.version != base:
            raise DraftMoved(draft)
        draft.write(body.replace("\0", ""), client_id if body else None, seen)
        return draft

    def draft_sent(self, by, kind: str, client_id: uuid.UUID) -> None:
        if by.actor_kind == "agent":
            self._draft(by, kind).write("", client_id, None)

    def draft_again(self, by, kind: str, body: str) -> None:
        """What was taken back (C18) stands before what has been begun since, and gets an id of its own."""
        if by.actor_kind == "agent" and body:
            draft = self._draft(by, kind)
            draft.write("\n\n".join(filter(None, [body, draft.body])), uuid.uuid4(), draft.seen)

    def _draft(self, by, kind: str) -> Draft:
        """Locked, so that a save and the sending come one after the other."""
        drafts = Draft.objects.select_for_update()
        return drafts.get_or_create(account_id=self.account_id, ticket=self, membership=by, kind=kind)[0]
