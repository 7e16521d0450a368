import uuid

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from accounts.access import Action
from accounts.models import AccountOwned
from helpdesk import live
from inbox import mentions
from inbox.models.drafting import Draft
from inbox.models.recording import EventKind

MAX_CHARACTERS = 5000


class Note(AccountOwned):
    """What the team tells itself about a ticket (C12). It is no message: nothing that speaks to a customer reads it."""

    account_from = "ticket"

    ticket = models.ForeignKey("inbox.Ticket", on_delete=models.CASCADE, related_name="notes", db_index=False)
    author = models.ForeignKey("accounts.Membership", null=True, on_delete=models.SET_NULL, related_name="+")
    author_label = models.CharField(max_length=120)
    body = models.TextField()
    client_id = models.UUIDField(default=uuid.uuid4)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    edited_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["ticket", "client_id"], name="note_once_per_client_id")
        ]
        indexes = [models.Index(fields=["ticket", "-created_at"], name="note_thread")]

    def __str__(self):
        return self.body[:60]

    def revise(self, body: str) -> None:
        """Other words, and with them perhaps other people called. Raises ValidationError."""
        body = checked(body)
        if body == self.body:
            return
        self.body, self.edited_at = body, timezone.now()
        self.save(update_fields=["body", "edited_at"])
        self.call()

    def remove(self, by) -> None:
        """Gone, with its mentions; the history tells that there was one."""
        self.delete()
        self.ticket.record(EventKind.NOTE_DELETED, by)
        self.ticket.ping()

    def call(self) -> None:
        """Mention everybody whom the text calls, and nobody else. Who is mentioned already is not told again."""
        members = self.ticket.account.memberships.who_may(Action.WORK_INBOX).by_name()
        called = mentions.called(self.body, members.exclude(pk=self.author_id))
        self.mentions.exclude(membership__in=called).delete()
        for member, words in called.items():
            self.mentions.update_or_create(
                membership=member,
                defaults={"words": words},
                create_defaults={"account_id": self.account_id, "ticket": self.ticket, "words": words},
            )
        self.ticket.ping()
        if called:
            live.ping(self.account_id, "arrivals")


class MentionQuerySet(models.QuerySet):
    def unseen(self, membership):
        return self.filter(membership=membership, seen_at=None)


class Mention(AccountOwned):
    """A member was called in a note, and has seen it or not."""

    account_from = "note"

    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="mentions", db_index=False)
    ticket = models.ForeignKey("inbox.Ticket", on_delete=models.CASCADE, related_name="mentions")
    membership = models.ForeignKey(
        "accounts.Membership", on_delete=models.CASCADE, related_name="mentions", db_index=False
    )
    words = models.CharField(max_length=mentions.LONGEST, help_text="As the note says it, without the @.")
    seen_at = models.DateTimeField(null=True, editable=False)

    objects = MentionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["note", "membership"], name="mentioned_once_per_note")]
        indexes = [
            models.Index(fields=["membership", "ticket"], name="mention_tickets"),
            models.Index(
                fields=["membership"], name="mention_unseen", condition=models.Q(seen_at__isnull=True)
            ),
        ]

    def __str__(self):
        return f"@{self.words}"


class NotingQuerySet(models.QuerySet):
    def mentioning(self, membership):
        return self.filter(pk__in=Mention.objects.filter(membership=membership).values("ticket"))

    def with_calls(self, of):
        """`ticket.calls_reader`: whether this member is called in a note that they have not seen."""
        unseen = Mention.objects.unseen(of).filter(ticket=models.OuterRef("pk"))
        return self.annotate(calls_reader=models.Exists(unseen))


class Noting(models.Model):
    class Meta:
        abstract = True

    def add_note(self, body: str, by, client_id: uuid.UUID | None = None) -> Note:
        """For the team only, so it needs nobody's consent and reopens nothing. The same `client_id` again returns the
        first. Raises ValidationError when there is nothing to keep, or too much."""
        client_id = client_id or uuid.uuid4()
        try:
            with transaction.atomic():
                note = self.notes.create(
                    account_id=self.account_id,
                    author=by if by.actor_kind == "agent" else None,
                    author_label=by.actor_label,
                    body=checked(body),
                    client_id=client_id,
                )
        except IntegrityError:
            return self.notes.get(client_id=client_id)
        note.call()
        self.draft_sent(by, Draft.Kind.NOTE, client_id)
        return note

    def mentions_seen(self, by) -> None:
        """Opening the ticket is seeing what one was called for."""
        if self.calls_reader and self.mentions.unseen(by).update(seen_at=timezone.now()):
            live.ping(self.account_id, "tickets")


def checked(body: str) -> str:
    body = body.replace("\0", "").strip()
    if not body:
        raise ValidationError("Write something first.", code="empty")
    if len(body) > MAX_CHARACTERS:
        raise ValidationError(
            f"This note has {len(body):,} characters, and {MAX_CHARACTERS:,} can be kept. Shorten it or write two.",
            code="too_long",
        )
    return body
