"""Many texts of one account at once, by daylight (E10): their messages and deliveries by a few statements, however many
there are."""

from collections.abc import Sequence
from typing import NamedTuple

from django.db import connection

from helpdesk import live
from inbox.models import Channel, Delivery, Message, Ticket
from profiles.models import Profile
from sms import links, segments
from sms.models import Number, SendingOptions

# bulk_update() would write a CASE of a thousand branches.
BODIES = """
UPDATE inbox_message AS message SET body = short.body FROM unnest(%s::bigint[], %s::text[]) AS short(id, body)
WHERE message.id = short.id
"""
RUNG_FOR = 20  # more than these wait for the sweep: agents' answers must not queue up behind them


class Outgoing(NamedTuple):
    """`key` is that of its delivery: unique in the account, so nothing is ever queued twice. `gate` says whom it may
    reach, `source` what sends it: None where it is to count nowhere."""

    profile: Profile
    body: str
    key: str
    origin: str
    source: int | None
    gate: str


def queue_all(numbers: list[Number], texts: Sequence[Outgoing]) -> None:
    """Put them on their way, in this order, each from one of these numbers, of which the first is the usual one."""
    channel, senders = numbers[0].channel, _senders(numbers, texts)
    messages = Message.objects.bulk_create(
        Message(
            account_id=channel.account_id, channel=channel, profile=text.profile, origin=text.origin,
            source_id=text.source, body=text.body, our_address=_address(senders[text.profile.pk]),
        )
        for text in texts
    )  # fmt: skip
    links.shorten_many(messages)
    _write_bodies(
        [message for message, text in zip(messages, texts, strict=True) if message.body != text.body]
    )
    deliveries = Delivery.objects.bulk_create(
        _delivery(message, text, senders[text.profile.pk])
        for message, text in zip(messages, texts, strict=True)
    )
    if len(deliveries) <= RUNG_FOR:
        for delivery in deliveries:
            delivery.send_later()
    _ping_threads(channel, texts)


def _write_bodies(messages: list[Message]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(BODIES, [[message.pk for message in messages], [message.body for message in messages]])


def _delivery(message: Message, text: Outgoing, number: Number) -> Delivery:
    measured = segments.measure(message.body)
    return Delivery(
        account_id=message.account_id, message=message, dedupe_key=text.key, gate=text.gate, daytime=True,
        sender=number.messaging_service_sid or number.number, recipient=message.profile.phone,
        segments=measured.segments, encoding=measured.encoding,
    )  # fmt: skip


def _address(number: Number) -> str:
    """Blank where a messaging service chooses one of its numbers."""
    return "" if number.messaging_service_sid else number.number


def _senders(numbers: list[Number], texts: Sequence[Outgoing]) -> dict[int, Number]:
    """By person: the number that they last wrote to, else (or always, where the account wants that) the usual one."""
    people = {text.profile.pk for text in texts}
    options = getattr(numbers[0].channel, "sms_sending", None)
    if len(numbers) == 1 or (options and options.answer_from == SendingOptions.AnswerFrom.DEFAULT):
        return dict.fromkeys(people, numbers[0])
    known = {number.number: number for number in numbers}
    written = numbers[0].channel.messages.filter(
        profile__in=people, origin=Message.Origin.CUSTOMER, our_address__in=known
    )
    last = written.order_by("profile", "-id").distinct("profile").values_list("profile", "our_address")
    return dict.fromkeys(people, numbers[0]) | {pk: known[address] for pk, address in last}


def _ping_threads(channel: Channel, texts: Sequence[Outgoing]) -> None:
    tickets = Ticket.objects.filter(channel=channel, profile__in={text.profile.pk for text in texts})
    live.ping(
        channel.account_id, *(f"ticket-{number}" for number in tickets.values_list("number", flat=True))
    )
