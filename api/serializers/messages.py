from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.serializers.sources import BriefSourceSerializer
from api.serializers.tickets import AssigneeSerializer
from inbox.models import Delivery, Media, Message, Picture


class DeliverySerializer(serializers.ModelSerializer):
    state_label = serializers.CharField(read_only=True, help_text="The state in words.")
    can_retry = serializers.BooleanField(read_only=True)

    class Meta:
        model = Delivery
        fields = [
            "state", "state_label", "reason", "error_code", "can_retry", "attempt", "sender", "recipient", "segments",
            "encoding", "provider_id", "sent_at", "ended_at",
        ]  # fmt: skip
        read_only_fields = fields


class MediaSerializer(serializers.ModelSerializer):
    class Meta:
        model = Media
        fields = ["id", "content_type", "title", "state", "reason", "size", "width", "height"]
        read_only_fields = fields


class OutcomeSerializer(serializers.Serializer):
    """Of a message of yours what came of its links; of a customer's within an automation how it was understood."""

    clicks = serializers.IntegerField(required=False)
    orders = serializers.IntegerField(required=False, help_text="Placed after a click, see events.")
    revenue = serializers.DictField(
        child=serializers.DecimalField(14, 2), required=False, help_text="By currency."
    )
    answer = serializers.CharField(
        required=False, help_text="The choice that it was understood as; blank: it was not."
    )


class MessageSerializer(serializers.ModelSerializer):
    ticket = serializers.IntegerField(
        source="ticket.number",
        read_only=True,
        allow_null=True,
        help_text="The ticket's number; null where a keyword or the auto-responder answered.",
    )
    channel = serializers.CharField(source="channel.kind", read_only=True)
    profile = serializers.IntegerField(source="profile_id", read_only=True)
    inbound = serializers.BooleanField(source="is_inbound", read_only=True)
    author = AssigneeSerializer(read_only=True, allow_null=True)
    media = MediaSerializer(many=True, read_only=True)
    outcome = OutcomeSerializer(
        read_only=True,
        allow_null=True,
        help_text="What came of its links, once one was followed; in an automation, how an answer was understood.",
    )
    source = BriefSourceSerializer(
        read_only=True,
        allow_null=True,
        help_text="The campaign, flow or automation that sent it; of a customer's message, the one that it answers.",
    )
    attributed_to = serializers.IntegerField(
        source="attributed_to_id",
        read_only=True,
        allow_null=True,
        help_text="The message that this one is the first reply to, in time.",
    )
    delivery = DeliverySerializer(
        read_only=True, allow_null=True, help_text="How an outbound message is doing; null for inbound ones."
    )

    class Meta:
        model = Message
        fields = [
            "id", "ticket", "channel", "profile", "inbound", "origin", "author", "body", "media", "client_id",
            "source", "attributed_to", "sent_at", "created_at", "outcome", "delivery",
        ]  # fmt: skip
        read_only_fields = fields


class PictureSerializer(serializers.ModelSerializer):
    class Meta:
        model = Picture
        fields = ["id", "content_type", "size", "width", "height", "created_at"]
        read_only_fields = fields


@extend_schema_field(OpenApiTypes.BINARY)
class File(serializers.FileField):
    pass


class PictureForm(serializers.Serializer):
    picture = File(
        help_text="JPEG, PNG, GIF or WebP. It is made smaller where it is larger than phones show."
    )


class MessageForm(serializers.Serializer):
    body = serializers.CharField(
        trim_whitespace=False, allow_blank=True, help_text="May be empty with pictures."
    )
    pictures = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=2**63 - 1),
        required=False,
        default=list,
        help_text="Ids of pictures that were added to the ticket, in their order.",
    )
    client_id = serializers.UUIDField(
        required=False,
        help_text="Yours to choose: the same again answers the first message. Also as the header Idempotency-Key.",
    )
    seen = serializers.IntegerField(
        required=False,
        min_value=0,
        max_value=2**63 - 1,
        help_text="The newest message that you know of. A member's later answer stops yours: 409.",
    )

    confirm_hours = serializers.BooleanField(
        default=False,
        help_text="Send it also before 8:00 and after 20:00 where the person is; else 409 `outside_hours`.",
    )

    def validate_pictures(self, ids: list[int]) -> list[int]:
        return list(dict.fromkeys(ids))
