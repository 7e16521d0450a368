from rest_framework import serializers

from api.serializers.messages import MessageForm
from inbox.models import ScheduledReply
from inbox.models.scheduling import checked


class ScheduledReplySerializer(serializers.ModelSerializer):
    author = serializers.IntegerField(
        source="author_id",
        read_only=True,
        allow_null=True,
        help_text="A member's id; null: scheduled by a key.",
    )
    author_name = serializers.CharField(source="author_label", read_only=True)
    held = serializers.BooleanField(
        source="is_held", read_only=True, help_text="For a few seconds, in which its author can take it back."
    )
    closes = serializers.BooleanField(source="then.close", read_only=True)
    pictures = serializers.PrimaryKeyRelatedField(
        many=True, read_only=True, help_text="The ids of those that will leave with it."
    )

    class Meta:
        model = ScheduledReply
        fields = [
            "id", "held", "author", "author_name", "body", "pictures", "closes", "send_at", "refusal", "client_id",
            "created_at",
        ]  # fmt: skip
        read_only_fields = fields


class SendAtForm(serializers.Serializer):
    send_at = serializers.DateTimeField(help_text="In the future, and within a year.")

    def validate_send_at(self, value):
        return checked(value)


class NewSendAtForm(SendAtForm):
    confirm_hours = serializers.BooleanField(
        default=False, help_text="Also before 8:00 or after 20:00 where the person is."
    )


class ScheduledReplyForm(SendAtForm, MessageForm):
    closes = serializers.BooleanField(default=False, help_text="Close the ticket once it is sent.")
