"""Campaign and flow messages as tests need them: sent at a moment of their choosing, or on their way."""

from datetime import timedelta
from itertools import count

from django.utils import timezone

from campaigns import attribution
from inbox.models import Channel, Delivery, Message, Source

_keys = count(1)


def source(account, name: str = "Spring sale", kind: str = "campaign", **more) -> Source:
    return Source.objects.create(account=account, name=name, kind=kind, **more)


def prepared(source: Source, profile, body: str = "20 % off until Sunday") -> Message:
    """Not sent yet."""
    channel = Channel.objects.for_kind(source.account, "sms")
    return Message.objects.create(
        channel=channel, profile=profile, origin=source.kind, source=source, body=body
    )


def sent(source: Source, profile, hours_ago: float = 1, **more) -> Message:
    """As far as attribution is concerned."""
    message = prepared(source, profile, **more)
    attribution.sent(message, timezone.now() - timedelta(hours=hours_ago))
    return message


def delivery(source: Source, profile) -> Delivery:
    """Claimed by a worker, and not accepted yet."""
    delivery = Delivery.queue(prepared(source, profile), key=f"test:{next(_keys)}")
    assert delivery.take()
    return delivery


def reply_to(message: Message) -> Message | None:
    return message.attributed_replies.first()
