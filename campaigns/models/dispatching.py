"""Handing a campaign over to the deliveries, a few seconds' worth at a time and never faster than its numbers may.

All that a text needs is made in one transaction, which also notes its recipient as served: whoever dies on the way,
nobody gets it twice and nobody is left out.
"""

from collections import defaultdict
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F
from django.utils import timezone

from campaigns import audience, wording
from campaigns.checking import NO_NUMBER
from campaigns.models.pace import AHEAD, Pace
from campaigns.models.recipient import Recipient
from helpdesk import live
from inbox.models import Delivery, Media, Message
from sms import daytime, links, metering, segments

EXAMINED = 500  # people looked at in one go: most of them may sleep


class Dispatching(models.Model):
    class Meta:
        abstract = True

    def dispatch(self) -> int:
        """To those whose turn it is, the row being locked. How many."""
        numbers = self.senders()
        if not numbers:
            self.pause(NO_NUMBER)
            return 0
        standing = metering.standing(self.account_id)
        if refusal := standing.refusal():
            self.pause(refusal.text)
            return 0
        done = sum(self._dispatch_from(number, timezone.now()) for number in numbers)
        if not done and self.state == self.State.SENDING:
            self._nothing_done(numbers)
        return done

    def _nothing_done(self, numbers: list) -> None:
        """Whoever waits for a number that was disconnected meanwhile is texted from the usual one. With nobody left,
        and nothing on its way to the provider, it is sent."""
        self.recipients.waiting().exclude(number__in=numbers).update(number=numbers[0])
        if not self.recipients.waiting().exists() and not self._on_their_way():
            self.finish()

    def _on_their_way(self) -> bool:
        under_way = Delivery.objects.filter(state__in=[Delivery.State.QUEUED, Delivery.State.SENDING])
        return under_way.filter(message__source=self.source_id).exists()

    def _dispatch_from(self, number, now: datetime) -> int:
        pace, rate = Pace.objects.hold(number, now), number.texts_per_second
        room = min(pace.room(rate, now), self._unsent_room(number, rate, now))
        may_go_on = self.state == self.State.SENDING  # the coupons may have ended with the number before
        served = self._next(number, room, now) if room and may_go_on else []
        done = self._serve(served, number)
        pace.give(done, rate, now)
        return done

    def _unsent_room(self, number, rate: int, now: datetime) -> int:
        """Less than a few seconds of work may wait for the workers: with these slow or away no queue grows."""
        waiting = Delivery.objects.filter(
            account=self.account_id, state=Delivery.State.QUEUED, sender=_sender(number), due_at__lte=now
        )
        return max(0, int(2 * AHEAD.total_seconds() * rate) - waiting.count())

    def _next(self, number, room: int, now: datetime) -> list[Recipient]:
        """Whose turn it is and who may be texted; of the others it is noted why not, or until when not."""
        queue = self.recipients.in_turn(now).filter(number=number).select_related("profile")
        served, skipped, asleep = [], defaultdict(list), defaultdict(list)
        for recipient in queue.annotate(why=audience.why_not(self, "profile__"))[:EXAMINED]:
            if len(served) == room:
                break
            if recipient.why:
                skipped[recipient.why].append(recipient.pk)
            elif opens_at := daytime.opens_at(recipient.profile, now):
                asleep[opens_at].append(recipient.pk)
            else:
                served.append(recipient)
        for reason, ids in skipped.items():
            self.recipients.filter(pk__in=ids).update(state=Recipient.State.SKIPPED, reason=reason)
            self._count(skipped=len(ids))
        for opens_at, ids in asleep.items():
            self.recipients.filter(pk__in=ids).update(due_at=opens_at)
        return served

    def _serve(self, recipients: list[Recipient], number) -> int:
        """A message with its delivery for each; no more from where the coupons end."""
        written = self._written(recipients, number)
        if not written:
            return 0
        messages = Message.objects.bulk_create(written)
        links.shorten_many(messages)
        Message.objects.bulk_update(messages, ["body"])
        pictures = self.shown_pictures
        Media.objects.bulk_create(picture.as_media(message) for message in messages for picture in pictures)
        deliveries = Delivery.objects.bulk_create(
            self._delivery(message, number, bool(pictures)) for message in messages
        )
        served = recipients[: len(messages)]
        for recipient, message in zip(served, messages, strict=True):
            recipient.state, recipient.message = Recipient.State.QUEUED, message
        self.recipients.bulk_update(served, ["state", "message"])
        self._count(queued=len(served))
        for delivery in deliveries:
            delivery.send_later()
        return len(served)

    def _written(self, recipients: list[Recipient], number) -> list[Message]:
        messages = []
        for recipient in recipients:
            try:
                messages.append(self._message(recipient, number))
            except ValidationError as error:
                self.pause(" ".join(error.messages))
                break
        return messages

    def _message(self, recipient: Recipient, number) -> Message:
        return Message(
            account_id=self.account_id,
            channel_id=number.channel_id,
            profile=recipient.profile,
            origin=Message.Origin.CAMPAIGN,
            source=self.source,
            body=wording.compose(self, recipient.profile, self._key(recipient.profile_id)),
            our_address="" if number.messaging_service_sid else number.number,
        )

    def _delivery(self, message: Message, number, is_mms: bool) -> Delivery:
        measured = segments.measure(message.body)
        return Delivery(
            account_id=self.account_id,
            message=message,
            dedupe_key=self._key(message.profile_id),
            gate=self.gate,
            daytime=True,
            sender=_sender(number),
            recipient=message.profile.phone,
            segments=1 if is_mms else measured.segments,
            encoding="MMS" if is_mms else measured.encoding,
        )

    def _key(self, profile_id: int) -> str:
        return f"camp:{self.pk}:{profile_id}"

    def _count(self, **more: int) -> None:
        type(self).objects.filter(pk=self.pk).update(
            **{name: F(name) + number for name, number in more.items()}
        )
        live.ping(self.account_id, self.topic)


def _sender(number) -> str:
    """A messaging service keeps to one of its numbers for each person by itself."""
    return number.messaging_service_sid or number.number
