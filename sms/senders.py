"""Which of the account's numbers a text leaves from: the one that the person last wrote to, else the default number
(or the default in any case, where the account wants that). A number of a messaging service leaves the choice to the
service until the person knows one of its numbers."""

from django.db.models import Q

from inbox.models import Delivery, Message
from sms.models import Number, SendingOptions


def is_service(sender: str) -> bool:
    """The sender is a messaging service: its provider chooses one of its numbers."""
    return bool(sender) and not sender.removeprefix("+").isdigit()


def sender_for(message: Message) -> str:
    """Our number, or the messaging service that chooses one; blank when nothing is connected."""
    numbers = list(message.channel.sms_numbers.default_first().select_related("channel__sms_sending"))
    if not numbers:
        return ""
    known = _last_written_to(message, numbers) if _keeps_the_number(numbers[0]) else ""
    return known or numbers[0].messaging_service_sid or numbers[0].number


def _keeps_the_number(number: Number) -> bool:
    options = getattr(number.channel, "sms_sending", None)
    return options is None or options.answer_from == SendingOptions.AnswerFrom.LAST


def _last_written_to(message: Message, numbers: list[Number]) -> str:
    """Of the connected ones, and of those which only their pool knows."""
    texts = message.channel.messages.filter(profile=message.profile_id, origin=Message.Origin.CUSTOMER)
    if any(number.messaging_service_sid for number in numbers):
        gone = message.channel.sms_numbers.exclude(disconnected_at=None).values("number")
        ours = Q(our_address__in=[number.number for number in numbers])
        texts = texts.filter(ours | ~Q(our_address__in=gone)).exclude(our_address="")
    else:
        texts = texts.filter(our_address__in=[number.number for number in numbers])
    return texts.order_by("-id").values_list("our_address", flat=True).first() or ""


def line_for(delivery: Delivery) -> Number | None:
    """The number that it leaves from; for another number of its messaging service, the one that is connected."""
    numbers = delivery.message.channel.sms_numbers.order_by("disconnected_at")
    pools = numbers.connected().exclude(messaging_service_sid="")
    if is_service(delivery.sender):
        return pools.filter(messaging_service_sid=delivery.sender).last()
    return numbers.filter(number=delivery.sender).last() or pools.last()
