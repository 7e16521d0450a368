from rest_framework import serializers

from accounts.models import Membership
from api.serializers.actors import ActorSerializer
from api.serializers.profiles import BriefProfileSerializer
from api.serializers.tags import LabelSerializer
from inbox import filters
from inbox.models import EventKind, Ticket, TicketEvent

STATUSES = list(filters.STATUSES)


class AssigneeSerializer(serializers.ModelSerializer):
    name = serializers.CharField(source="user.name", read_only=True)

    class Meta:
        model = Membership
        fields = ["id", "name"]
        read_only_fields = fields


class TicketSerializer(serializers.ModelSerializer):
    status = serializers.ChoiceField(STATUSES, read_only=True)
    channel = serializers.CharField(source="channel.kind", read_only=True)
    profile = BriefProfileSerializer(read_only=True)
    assignee = AssigneeSerializer(read_only=True, allow_null=True)
    tags = LabelSerializer(source="labels", many=True, read_only=True)
    unread = serializers.BooleanField(source="is_unread", read_only=True)
    preview = serializers.CharField(read_only=True, help_text="The beginning of the last message.")
    preview_is_ours = serializers.BooleanField(
        read_only=True, help_text="Whether the last message is an answer."
    )
    waiting_since = serializers.DateTimeField(
        read_only=True, allow_null=True, help_text="Since when the customer has waited for an answer."
    )

    class Meta:
        model = Ticket
        fields = [
            "number", "status", "channel", "profile", "assignee", "tags", "unread", "preview", "preview_is_ours",
            "waiting_since", "snoozed_until", "closed_at", "last_activity_at", "created_at",
        ]  # fmt: skip
        read_only_fields = fields


class RefusalSerializer(serializers.Serializer):
    code = serializers.CharField()
    title = serializers.CharField()
    detail = serializers.CharField(source="text")


class OneTicketSerializer(TicketSerializer):
    refusal = RefusalSerializer(
        read_only=True, allow_null=True, help_text="Why the customer can't be answered now; null: can be."
    )

    class Meta(TicketSerializer.Meta):
        fields = [*TicketSerializer.Meta.fields, "refusal"]
        read_only_fields = fields


class SnoozeForm(serializers.Serializer):
    until = serializers.DateTimeField(help_text="ISO 8601; without an offset it is UTC.")


class MemberField(serializers.PrimaryKeyRelatedField):
    def get_queryset(self):
        return self.context["request"].account.memberships.active().by_name()


class AssignmentForm(serializers.Serializer):
    member = MemberField(
        queryset=Membership.objects.none(),
        pk_field=serializers.IntegerField(),
        allow_null=True,
        help_text="A member's id; null: nobody.",
    )
    expected = MemberField(
        queryset=Membership.objects.none(),
        pk_field=serializers.IntegerField(),
        allow_null=True,
        required=False,
        help_text="Who has it as far as you know (null: nobody). Is it somebody else's by now, the answer is a 409.",
    )


class EventSerializer(serializers.ModelSerializer):
    # No closed list: kinds are added as the product grows.
    kind = serializers.CharField(read_only=True, help_text=f"Such as {', '.join(EventKind)}.")
    actor = ActorSerializer(source="*", read_only=True)
    data = serializers.DictField(read_only=True)

    class Meta:
        model = TicketEvent
        fields = ["id", "kind", "actor", "data", "at"]
        read_only_fields = fields
