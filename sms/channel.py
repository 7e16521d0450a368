"""SMS as a channel of the inbox: one ticket per person (C5), subscribers only (E4)."""

from django.core.exceptions import ValidationError
from django.utils import timezone

from inbox.channels import Accepted, Backend, Refusal, Rejected
from inbox.models import Delivery
from inbox.pictures import MOST_SENT
from sms import composing, daytime, errors, failing, links, metering, segments, senders

NO_CONSENT = Refusal(
    "no_consent",
    "Not subscribed to texts",
    "This person has given no consent to be texted. They can reply START or a subscribe keyword to give it.",
)
NO_MARKETING_CONSENT = Refusal(
    "no_marketing_consent",
    "Not subscribed to marketing",
    "This person has given no consent to marketing texts. They can reply START or a subscribe keyword to give it.",
)
OPTED_OUT = Refusal(
    "opted_out",
    "Opted out",
    "This person has opted out with STOP, so nothing can be sent. They can reply START to be texted again.",
)
DOUBTED = Refusal(
    "opt_out_doubted",
    "May have opted out",
    "What this person wrote last looks like an opt-out, and nobody has said yet whether it is one.",
)
NO_NUMBER = Refusal(
    "no_number",
    "No number connected",
    "No texting number is connected. An admin can connect one in Settings, SMS.",
)

NOT_REACHED = "This phone gets no texts"
BLOCKS_US = "This phone blocks your texts"
THEIR_TURN = "You can answer again as soon as they text you."


class SMS(Backend):
    kind = "sms"
    label = "SMS"
    icon = "mail"

    def thread_key(self, message) -> str:
        return message.profile.phone

    def thread_of(self, ticket):
        return ticket.channel.messages.filter(profile=ticket.profile_id)

    def may_reply(self, ticket) -> None:
        super().may_reply(ticket)
        self._gate(ticket.profile, Delivery.Gate.CONSENT)
        self._reaches(ticket.profile)
        standing = metering.standing(ticket.account_id)
        if not standing.has_number:
            raise NO_NUMBER
        if refusal := standing.refusal():
            raise refusal

    def may_send(self, delivery) -> None:
        super().may_send(delivery)
        profile = delivery.message.profile
        self._gate(profile, delivery.gate)
        if delivery.gate != Delivery.Gate.COMPLIANCE:
            self._reaches(profile)
        if delivery.line:
            delivery.line.may_send(delivery)
        if delivery.daytime and (opens_at := daytime.opens_at(profile, timezone.now())):
            raise daytime.waits_until(opens_at, profile)

    @property
    def hours(self) -> tuple[int, int]:
        return daytime.OPENS, daytime.CLOSES

    def opens_at(self, profile, at):
        return daytime.opens_at(profile, at)

    def _reaches(self, profile) -> None:
        """A person who is known to get no texts gets none (a text from them says otherwise)."""
        if profile.unreachable_since:
            why = errors.meaning(profile.unreachable_code)
            raise Refusal(
                "unreachable", BLOCKS_US if why.blocked else NOT_REACHED, f"{why.words} {THEIR_TURN}"
            )

    def _gate(self, profile, gate: str) -> None:
        if gate == Delivery.Gate.COMPLIANCE:
            return
        if profile.opted_out_at and not profile.is_subscriber:
            raise OPTED_OUT
        if gate == Delivery.Gate.CONSENT and not profile.is_subscriber:
            raise NO_CONSENT
        if gate == Delivery.Gate.MARKETING and profile.marketing_since is None:
            raise NO_MARKETING_CONSENT
        if gate == Delivery.Gate.MARKETING and profile.is_doubted:
            raise DOUBTED

    def rehearse(self, ticket, body: str) -> str:
        return composing.rehearse(ticket.account, ticket.profile, body)

    def compose(self, ticket, body: str, key: str) -> str:
        return composing.answer(ticket.account, ticket.profile, body, key)

    def check_body(self, body: str, pictures: int = 0) -> None:
        if not body.strip() and not pictures:
            raise ValidationError("Write something first.", code="empty")
        composing.check_length(body)
        if pictures > MOST_SENT:
            raise ValidationError(
                f"{pictures} pictures are too many for one text. Send {MOST_SENT}, and the others with the next.",
                code="too_many_pictures",
            )

    def address(self, delivery, pictures: int = 0) -> None:
        message = delivery.message
        as_stored = message.body, message.our_address
        links.shorten(message)
        measured = segments.measure(message.body)
        delivery.recipient = message.profile.phone
        delivery.sender = message.our_address or senders.sender_for(message)
        if not senders.is_service(delivery.sender):
            message.our_address = delivery.sender
        # With pictures it travels as one multimedia message, however long its text.
        mms = (1, "MMS") if pictures else None
        delivery.segments, delivery.encoding = mms or (measured.segments, measured.encoding)
        if (message.body, message.our_address) != as_stored:
            message.save(update_fields=["body", "our_address"])

    def written(self, message) -> str:
        return links.written(message)

    def line_for(self, delivery):
        return senders.line_for(delivery)

    def send(self, line, delivery) -> Accepted:
        if line is None or line.disconnected_at:
            raise Rejected(NO_NUMBER.code, NO_NUMBER.text)
        return line.provider.send(line, delivery)

    def look_up(self, line, delivery) -> list[str]:
        return line.provider.look_up(line, delivery) if line else []

    def not_taken(self, delivery) -> None:
        metering.give_back(delivery)

    def rejected(self, delivery, code: str, reason: str, provider_id: str = "") -> None:
        failing.settle(delivery, code, reason, provider_id)
