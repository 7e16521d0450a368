"""What follows when the provider refuses a text, or could not bring it to the phone and says so later. The table is
sms/errors.py; each attempt of a text is settled once, however often it is reported."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from inbox.models import Delivery, Message
from sms import errors, metering
from sms.errors import Meaning
from sms.models import Number
from sms.models.halting import LOOKS_AGAIN

ALERT_STANDS = timedelta(days=7)
BLOCKED_TWICE = 2
NEXT_DAYS = 2
# Where the carriers' daily limits begin anew.
CARRIERS_ZONE = ZoneInfo("America/Los_Angeles")


def settle(delivery: Delivery, code: str, words: str, provider_id: str = "") -> None:
    """`provider_id`: the text was accepted, and failed later. Without one it never was, and takes no credit."""
    meaning, now = errors.meaning(code), timezone.now()
    if again := next_try(meaning, delivery, now):
        moved = delivery.try_again(code, f"{words} {told(again - now)}", again, counts=bool(provider_id))
    else:
        moved = delivery.failed(code, words, provider_id)
    if not moved:
        return
    follow(delivery, code, meaning)
    if not provider_id:
        metering.give_back(
            delivery
        )  # the last, as in a claim: nobody holds the month's row and waits for another


def next_try(meaning: Meaning, delivery: Delivery, now: datetime) -> datetime | None:
    """When it is sent again by itself; None: not any more."""
    if meaning.halts:
        return now + LOOKS_AGAIN
    if meaning.next_day and delivery.retries < NEXT_DAYS:
        tomorrow = now.astimezone(CARRIERS_ZONE).date() + timedelta(days=1)
        return datetime.combine(tomorrow, datetime.min.time(), CARRIERS_ZONE)
    if delivery.retries < len(meaning.pauses):
        return now + meaning.pauses[delivery.retries]
    return None


def told(pause: timedelta) -> str:
    minutes = max(round(pause.total_seconds() / 60), 1)
    if minutes < 60:
        return f"It is sent again by itself in {minutes} minute{'s' if minutes > 1 else ''}."
    hours = round(minutes / 60)
    return f"It is sent again by itself in {'an hour' if hours == 1 else f'{hours} hours'}."


def follow(delivery: Delivery, code: str, meaning: Meaning) -> None:
    profile = delivery.message.profile
    if meaning.opted_out and not profile.opted_out_at:
        profile.withdraw_consent(source=f"The provider reports an opt-out (error {code})")
    if meaning.lapsed and profile.is_subscriber:
        profile.lapse_consent(source=f"The number does not exist any more (error {code})")
    if meaning.dead or (meaning.blocked and blocked_before(delivery, code)):
        profile.not_reached(code)
    if meaning.alert or meaning.halts:
        warn(delivery, code, meaning)


def blocked_before(delivery: Delivery, code: str) -> bool:
    """This text and one more since the person last wrote."""
    texts = Message.objects.filter(channel=delivery.message.channel_id, profile=delivery.message.profile_id)
    last = texts.filter(origin=Message.Origin.CUSTOMER).order_by("-id").values_list("id", flat=True).first()
    blocked = texts.filter(id__gt=last or 0, delivery__error_code=code, delivery__state=Delivery.State.FAILED)
    return blocked[:BLOCKED_TWICE].count() == BLOCKED_TWICE


def warn(delivery: Delivery, code: str, meaning: Meaning) -> None:
    """Tell whoever runs the account, above every page."""
    number: Number | None = delivery.line or delivery.message.channel.backend.line_for(delivery)
    if number is None:
        return
    if meaning.halts:
        number.halt(code)
    until = None if meaning.halts else timezone.now() + ALERT_STANDS
    text = meaning.alert.format(number=number.display)
    number.account.raise_alert(number.alert_key(code), text, f"settings/sms/#number-{number.pk}", until)
