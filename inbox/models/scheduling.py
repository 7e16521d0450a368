"""Undo send and scheduled send (C18): an answer that is decided and has not left. Until it leaves it is no message:
nothing that reads messages sees it, and the ticket goes on waiting."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from accounts.access import Action
from accounts.models import AccountOwned
from inbox.channels import Refusal
from inbox.models.drafting import Draft
from inbox.models.message import Message
from inbox.models.recording import Actor
from inbox.models.steps import NOTHING_MORE, Steps

FURTHEST = timedelta(days=366)


class ScheduledReplyQuerySet(models.QuerySet["ScheduledReply"]):
    def due(self):
        return self.filter(send_at__lte=timezone.now(), refusal="")

    def lock(self, pk: int) -> "ScheduledReply | None":
        """With all that is needed to send it. Whoever else wants it waits, and then finds it gone."""
        whole = self.select_related("ticket__account", "ticket__channel", "ticket__profile", "author__user")
        return whole.select_for_update(of=("self",)).filter(pk=pk).first()


class ScheduledReply(AccountOwned):
    class Kind(models.TextChoices):
        HOLD = "hold", "Held for a few seconds"
        SCHEDULE = "schedule", "Scheduled"

    account_from = "ticket"

    ticket = models.ForeignKey("inbox.Ticket", on_delete=models.CASCADE, related_name="scheduled_replies")
    author = models.ForeignKey("accounts.Membership", null=True, on_delete=models.SET_NULL, related_name="+")
    author_label = models.CharField(max_length=120)
    kind = models.CharField(max_length=8, choices=Kind)
    body = models.TextField(blank=True)
    then = models.JSONField(help_text="Steps, to be taken once it is sent.")
    client_id = models.UUIDField()
    send_at = models.DateTimeField()
    refusal = models.CharField(max_length=300, blank=True, help_text="Why it was not sent when it was due.")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ScheduledReplyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "scheduled replies"
        ordering = ["send_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["ticket", "client_id"], name="scheduled_once_per_client_id")
        ]
        indexes = [models.Index(fields=["send_at"], name="scheduled_due", condition=models.Q(refusal=""))]

    def __str__(self):
        return self.body[:60]

    @property
    def is_held(self) -> bool:
        return self.kind == self.Kind.HOLD

    def leave(self, by=None, any_hour: bool = True) -> bool:
        """Become a message now, all gates being asked anew; whether it did. `by` answers for it instead of its author.
        The row has to be locked. Raises OutsideHours unless at `any_hour` (E10)."""
        if not any_hour:
            self.ticket.check_hours(None, self.client_id)
        try:
            with transaction.atomic():
                self._become_message(by or self._sender())
        except (Refusal, ValidationError) as refused:
            text = refused.text if isinstance(refused, Refusal) else " ".join(refused.messages)
            self._change(refusal=text[:300])
            return False
        return True

    def move(self, send_at: datetime, any_hour: bool = True) -> None:
        """To another time. Raises ValidationError, and unless at `any_hour` OutsideHours (E10)."""
        checked(send_at)
        if not any_hour:
            self.ticket.check_hours(send_at, self.client_id)
        self._change(send_at=send_at, kind=self.Kind.SCHEDULE, refusal="")

    def take_back(self, by) -> None:
        """Unsent: its words and pictures go into the draft of whoever takes it back, before what stands there."""
        self._free_pictures(by)
        self.ticket.draft_again(by, Draft.Kind.REPLY, self.body)
        self.discard()

    def discard(self) -> None:
        self.pictures.discard()
        type(self).objects.filter(pk=self.pk).delete()
        self.ticket.ping()

    def _become_message(self, by) -> None:
        pictures = self._free_pictures(by)
        type(self).objects.filter(pk=self.pk).delete()
        then = Steps.of(self.ticket.account, self.then)
        self.ticket.answer(self.body, by, self.client_id, pictures, then)

    def _sender(self):
        if self.author is None:
            return Actor("api", self.author_label)
        if not self.author.may(Action.WORK_INBOX):
            raise ValidationError(
                f"{self.author} no longer answers tickets here, so this was not sent. "
                "Send it in your own name, or take it back.",
                code="author_left",
            )
        return self.author

    def _free_pictures(self, by) -> list[int]:
        """To be sent by, or to stand in the tray of, this member or key. Their ids."""
        ids = list(self.pictures.values_list("pk", flat=True))
        member = by if by.actor_kind == "agent" else None
        self.ticket.pictures.filter(pk__in=ids).update(
            scheduled=None, membership=member, created_at=timezone.now()
        )
        return ids

    def _change(self, **columns: Any) -> None:
        type(self).objects.filter(pk=self.pk).update(**columns)
        for name, value in columns.items():
            setattr(self, name, value)
        self.ticket.ping()


class Scheduling(models.Model):
    class Meta:
        abstract = True

    def hold(self, seconds: int, body: str, by, **more: Any) -> ScheduledReply | Message:
        """Answer in `seconds`, unless it is taken back meanwhile."""
        send_at = timezone.now() + timedelta(seconds=seconds)
        return self._put_off(ScheduledReply.Kind.HOLD, send_at, body, by, **more)

    def schedule(self, send_at: datetime, body: str, by, **more: Any) -> ScheduledReply | Message:
        """Answer at a time of one's choice."""
        return self._put_off(ScheduledReply.Kind.SCHEDULE, checked(send_at), body, by, **more)

    def _put_off(
        self,
        kind: str,
        send_at: datetime,
        body: str,
        by,
        client_id: uuid.UUID | None = None,
        pictures: Sequence[int] = (),
        seen: int | None = None,
        then: Steps = NOTHING_MORE,
        any_hour: bool = True,
    ) -> ScheduledReply | Message:
        """The same `client_id` again returns the first, or the message that it has become. Raises as `reply` does."""
        client_id = client_id or uuid.uuid4()
        if sent := self.messages.filter(client_id=client_id).first():
            return sent
        body = self.check_answer(body, by, client_id, len(pictures), seen)
        if not any_hour:
            self.check_hours(None if kind == ScheduledReply.Kind.HOLD else send_at, client_id)
        then.hold()
        author, label = (by if by.actor_kind == "agent" else None), by.actor_label
        try:
            with transaction.atomic():
                reply = self.scheduled_replies.create(
                    account_id=self.account_id, kind=kind, send_at=send_at, body=body, client_id=client_id,
                    author=author, author_label=label, then=then.kept(),
                )  # fmt: skip
                self.hold_pictures(pictures, by)
                self.pictures.filter(pk__in=pictures).update(scheduled=reply)
        except IntegrityError:
            return self.scheduled_replies.get(client_id=client_id)
        self.draft_sent(by, Draft.Kind.REPLY, client_id)
        self.ping()
        return reply


def checked(send_at: datetime) -> datetime:
    """In the future and not too far. Raises ValidationError."""
    now = timezone.now()
    if send_at <= now:
        raise ValidationError("This time has passed. Choose a time in the future.", code="past")
    if send_at > now + FURTHEST:
        raise ValidationError("Choose a time within the next year.", code="too_far")
    return send_at
