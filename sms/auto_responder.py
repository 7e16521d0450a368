"""The answer to texts without a recognised keyword (E5)."""

from datetime import timedelta

from django.utils import timezone

from inbox import automatic, variables
from inbox.models import Delivery, Message
from sms.models import Texts


def respond(message: Message) -> bool:
    """Speaks, and leaves the message to the next step: it still becomes a ticket."""
    if message.channel.kind == "sms":
        speak(message)
    return False


def speak(message: Message) -> bool:
    """Whether it had something to say to this person."""
    texts: Texts = message.channel.sms_texts
    if not texts.auto_respond or not in_audience(texts, message) or answered_lately(texts, message):
        return False
    body = variables.fill(texts.auto_response, message.channel.account, message.profile)
    said = automatic.say(message, body, Message.Origin.AUTO_RESPONDER, Delivery.Gate.NOT_OPTED_OUT)
    return said is not None


def in_audience(texts: Texts, message: Message) -> bool:
    """Nobody who has opted out: STOP ends all but the answers to keywords."""
    profile = message.profile
    if profile.opted_out_at and not profile.is_subscriber:
        return False
    return texts.audience == Texts.Audience.EVERYONE or not profile.is_subscriber


def answered_lately(texts: Texts, message: Message) -> bool:
    if not texts.pause_hours:
        return False
    return Message.objects.filter(
        profile=message.profile_id,
        channel=message.channel_id,
        origin=Message.Origin.AUTO_RESPONDER,
        created_at__gt=timezone.now() - timedelta(hours=texts.pause_hours),
    ).exists()
