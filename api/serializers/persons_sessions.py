from rest_framework import serializers

from automations.models import Session


class PersonsSessionSerializer(serializers.ModelSerializer):
    """Where somebody stands in an automation."""

    automation = serializers.IntegerField(source="automation_id", read_only=True)
    automation_name = serializers.CharField(source="automation.name", read_only=True)
    profile = serializers.IntegerField(source="profile_id", read_only=True)
    keyword = serializers.CharField(
        read_only=True, help_text="By which the person entered; blank for one who was put in."
    )
    message = serializers.CharField(
        source="question", read_only=True, help_text="The id of the message that was asked last."
    )
    asked_at = serializers.DateTimeField(
        read_only=True, help_text="When it was asked. It may lie ahead: it waits for the morning there."
    )
    expires_at = serializers.DateTimeField(read_only=True, help_text="When the person's time is over.")
    answers = serializers.DictField(
        child=serializers.CharField(), read_only=True, help_text="The ids of choices by those of messages."
    )
    ended = serializers.CharField(
        read_only=True, help_text="How it ended, such as taken_over; blank while it runs."
    )

    class Meta:
        model = Session
        fields = [
            "id", "automation", "automation_name", "profile", "keyword", "message", "answers", "reprompts",
            "started_at", "asked_at", "expires_at", "ended", "ended_at",
        ]  # fmt: skip
        read_only_fields = fields


class StartForm(serializers.Serializer):
    automation = serializers.IntegerField(
        min_value=1, max_value=2**63 - 1, help_text="The id of one that is on."
    )
