"""What the account says by itself. Capped per person, so that two machines never talk each other into a loop."""

import logging
from datetime import timedelta

from django.utils import timezone

from inbox.models import Delivery, EventKind, Message, Ticket

logger = logging.getLogger(__name__)

PER_MINUTE = 4
PER_DAY = 20
AUTOMATIC = [Message.Origin.AUTO_RESPONDER, Message.Origin.KEYWORD, Message.Origin.CLOSING]


def say(to: Message, body: str, origin: Message.Origin, gate: Delivery.Gate) -> Message | None:
    """Answer an inbound message automatically, at most once per message. None when the person's cap is reached."""
    if muted(to):
        logger.warning("profile %s is muted: too many automatic texts", to.profile_id)
        tell_once(to)
        return None
    message = Message.objects.create(
        account_id=to.account_id,
        channel=to.channel,
        profile=to.profile,
        origin=origin,
        body=body,
        our_address=to.our_address,
    )
    Delivery.queue(message, key=f"auto:{to.pk}", gate=gate)
    return message


def tell(ticket: Ticket, body: str, origin: Message.Origin, key: str) -> Message | None:
    """Tell a customer what nobody asked for. None when they can't be answered now, or their cap is reached."""
    if ticket.refusal or muted(ticket):
        return None
    message = Message.objects.create(
        account_id=ticket.account_id,
        channel=ticket.channel,
        profile=ticket.profile,
        ticket=ticket,
        origin=origin,
        body=body,
    )
    Delivery.queue(message, key=key)
    return message


def tell_once(to: Message) -> None:
    """In the ticket's history, when it begins: a loop of a thousand texts must not fill it."""
    lately = timezone.now() - timedelta(hours=1)
    for ticket in Ticket.objects.filter(channel=to.channel_id, profile=to.profile_id):
        if not ticket.events.filter(kind=EventKind.MUTED, at__gt=lately).exists():
            ticket.record(EventKind.MUTED)


def muted(to: Message | Ticket) -> bool:
    now = timezone.now()
    recent = Message.objects.filter(profile=to.profile_id, channel=to.channel_id, origin__in=AUTOMATIC)
    times = (
        recent.filter(created_at__gt=now - timedelta(days=1))
        .order_by("-id")
        .values_list("created_at", flat=True)
    )
    latest = list(times[:PER_DAY])
    last_minute = [at for at in latest if at > now - timedelta(minutes=1)]
    return len(latest) >= PER_DAY or len(last_minute) >= PER_MINUTE
