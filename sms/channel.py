"""SMS as a channel of the inbox: one ticket per person (C5), subscribers only (E4)."""

from django.core.exceptions import ValidationError
from django.utils import timezone

from inbox.channels import Accepted, Backend, Refusal, Rejected
from inbox.models import Delivery
from inbox.pictures import MOST_SENT
from sms import daytime, errors, segments
from sms.providers.base import Provider
from sms.providers.twilio import Twilio

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


class SMS(Backend):
    kind = "sms"
    label = "SMS"
    icon = "mail"
    provider: Provider = Twilio()

    def thread_key(self, message) -> str:
        return message.profile.phone

    def thread_of(self, ticket):
        return ticket.channel.messages.filter(profile=ticket.profile_id)

    def may_reply(self, ticket) -> None:
        super().may_reply(ticket)
        self._gate(ticket.profile, Delivery.Gate.CONSENT)
        if not ticket.channel.sms_numbers.connected().exists():
            raise NO_NUMBER

    def may_send(self, delivery) -> None:
        super().may_send(delivery)
        profile = delivery.message.profile
        self._gate(profile, delivery.gate)
        if delivery.daytime and (opens_at := daytime.opens_at(profile, timezone.now())):
            raise daytime.waits_until(opens_at, profile)

    @property
    def hours(self) -> tuple[int, int]:
        return daytime.OPENS, daytime.CLOSES

    def opens_at(self, profile, at):
        return daytime.opens_at(profile, at)

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

    def check_body(self, body: str, pictures: int = 0) -> None:
        if not body.strip() and not pictures:
            raise ValidationError("Write something first.", code="empty")
        if len(body) > segments.MAX_CHARACTERS:
            raise ValidationError(
                f"This text has {len(body):,} characters, and {segments.MAX_CHARACTERS:,} can be sent. "
                "Shorten it or send two.",
                code="too_long",
            )

        if pictures > MOST_SENT:
            raise ValidationError(
                f"{pictures} pictures are too many for one text. Send {MOST_SENT}, and the others with the next.",
                code="too_many_pictures",
            )

    def address(self, delivery, pictures: int = 0) -> None:
        message, measured = delivery.message, segments.measure(delivery.message.body)
        delivery.recipient = message.profile.phone
        delivery.sender = message.our_address = message.our_address or self._our_number_for(message)
        # With pictures it travels as one multimedia message, however long its text.
        mms = (1, "MMS") if pictures else None
        delivery.segments, delivery.encoding = mms or (measured.segments, measured.encoding)
        message.save(update_fields=["our_address"])

    def _our_number_for(self, message) -> str:
        """Answers come from the number that the person last wrote to, while it is connected."""
        numbers = list(message.channel.sms_numbers.connected().values_list("number", flat=True))
        last = (
            message.channel.messages.filter(
                profile=message.profile_id, origin="customer", our_address__in=numbers
            )
            .order_by("-id")
            .values_list("our_address", flat=True)
            .first()
        )
        return last or (numbers[0] if numbers else "")

    def line_for(self, delivery):
        """The number that it leaves from; for another number of its messaging service, the one that is connected."""
        numbers = delivery.message.channel.sms_numbers.order_by("disconnected_at")
        pools = numbers.connected().exclude(messaging_service_sid="")
        return numbers.filter(number=delivery.sender).last() or pools.last()

    def send(self, line, delivery) -> Accepted:
        if line is None or line.disconnected_at:
            raise Rejected(NO_NUMBER.code, NO_NUMBER.text)
        return self.provider.send(line, delivery)

    def look_up(self, line, delivery) -> list[str]:
        return self.provider.look_up(line, delivery) if line else []

    def rejected(self, delivery, code: str, reason: str, provider_id: str = "") -> None:
        delivery.failed(code, reason, provider_id)
        profile = delivery.message.profile
        if errors.meaning(code).opted_out and not profile.opted_out_at:
            profile.withdraw_consent(source=f"The provider reports an opt-out (error {code})")
