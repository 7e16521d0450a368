import uuid
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils import timezone

from inbox import variables
from inbox.channels import Refusal
from inbox.models.delivery import Delivery
from inbox.models.drafting import Draft
from inbox.models.message import Message
from inbox.models.recording import EventKind
from inbox.models.steps import NOTHING_MORE, Steps


class Answered(Exception):
    """A colleague answered while this answer was being written."""

    def __init__(self, message: Message):
        super().__init__(f"{message.author or 'A colleague'} answered while you were writing.")
        self.message = message


class Replying(models.Model):
    """C14: an agent's answer on the ticket."""

    class Meta:
        abstract = True

    @property
    def refusal(self) -> Refusal | None:
        """Why the customer can't be answered now, or None. Greys the composer (E4)."""
        try:
            self.channel.backend.may_reply(self)
        except Refusal as refusal:
            return refusal
        return None

    def thread(self):
        return self.channel.backend.thread_of(self)

    def reply(
        self,
        body: str,
        by,
        client_id: uuid.UUID | None = None,
        pictures: Sequence[int] = (),
        seen: int | None = None,
        then: Steps = NOTHING_MORE,
        any_hour: bool = True,
    ) -> Message:
        """Queue an answer, reopen the ticket if it was closed (C1), and do what a macro does besides (C13). The same
        `client_id` again returns the first.

        `pictures` are ids of those that `by` has added (E7), `seen` is the newest message that the writer knew (None:
        whatever there is). Raises Refusal (E4), ValidationError (nothing to send, too long, a picture is gone, a step
        that can't be taken), Answered, and unless at `any_hour` OutsideHours (E10); nothing is kept then.
        """
        client_id = client_id or uuid.uuid4()
        body = self.check_answer(body, by, client_id, len(pictures), seen)
        if not any_hour:
            self.check_hours(None, client_id)
        then.hold()
        return self._queue(body, by, client_id, pictures, then, drafted=True)

    def answer(self, body: str, by, client_id: uuid.UUID, pictures: Sequence[int], then: Steps) -> Message:
        """What was decided before leaves now (C18): no draft becomes it, and no colleague's answer stops it. Raises
        Refusal and ValidationError."""
        body = self.check_answer(body, by, client_id, len(pictures))
        then.hold()
        return self._queue(body, by, client_id, pictures, then)

    def check_answer(
        self, body: str, by, client_id: uuid.UUID, pictures: int, seen: int | None = None
    ) -> str:
        """The text as it can be sent. Raises as `reply` does."""
        body = body.replace("\0", "")
        backend = self.channel.backend
        backend.may_reply(self)
        backend.check_body(backend.rehearse(self, body), pictures)
        variables.check_gaps(body)
        if seen is not None:
            self._check_answered(seen, by, client_id)
        return body

    def _queue(
        self,
        body: str,
        by,
        client_id: uuid.UUID,
        pictures: Sequence[int],
        then: Steps,
        drafted: bool = False,
    ) -> Message:
        try:
            with transaction.atomic():
                message = self._outgoing(body, by, client_id, pictures)
        except IntegrityError:
            return self._sent_before(client_id)
        self._answered(message, by)
        if drafted:
            self.draft_sent(by, Draft.Kind.REPLY, client_id)
        then.take(self, by)
        return message

    def _check_answered(self, seen: int, by, client_id: uuid.UUID) -> None:
        """What the customer wrote meanwhile stops nobody, but a colleague's answer does (B8). Of two that are sent at
        once the second waits here and then meets the first."""
        type(self)._base_manager.select_for_update(no_key=True).get(pk=self.pk)
        newer = self.thread().filter(id__gt=seen, origin=Message.Origin.AGENT)
        if by.actor_kind == "agent":
            newer = newer.exclude(author=by)
        if newer.exists() and not self.channel.messages.filter(client_id=client_id).exists():
            raise Answered(newer.select_related("author__user").order_by("-id")[0])

    def _sent_before(self, client_id: uuid.UUID) -> Message:
        message = Delivery.objects.get(account=self.account_id, dedupe_key=f"reply:{client_id}").message
        if message.ticket_id != self.pk:
            raise ValidationError("This id belongs to an answer on another ticket.", code="key_reused")
        return message

    def _outgoing(self, body: str, by, client_id: uuid.UUID, pictures: Sequence[int]) -> Message:
        from_member, key = by.actor_kind == "agent", f"reply:{client_id}"
        message = Message.objects.create(
            account_id=self.account_id,
            channel=self.channel,
            profile=self.profile,
            ticket=self,
            origin=Message.Origin.AGENT if from_member else Message.Origin.API,
            author=by if from_member else None,
            body=self.channel.backend.compose(self, body, key),
            client_id=client_id,
        )
        if pictures:
            self._send_pictures(message, pictures, by)
        Delivery.queue(message, key=key, pictures=len(pictures))
        return message

    def _answered(self, message: Message, by) -> None:
        was_closed, was_snoozed = self.is_closed, self.snoozed_until
        self.change(
            Q(),
            closed_at=None,
            snoozed_until=None,
            unread_since=None,
            waiting_since=None,
            preview=message.body[:160] or "Picture",
            preview_is_ours=True,
            last_activity_at=timezone.now(),
        )
        if was_closed or was_snoozed:
            self.record(EventKind.REOPENED if was_closed else EventKind.WOKEN, by)
        self.ping()
