from rest_framework import serializers

from api.pagination import MAX_ID, Filters
from api.serializers.persons_sessions import PersonsSessionSerializer
from automations.conversation import Ended
from automations.models import Answer, Session


class SessionFilters(Filters):
    automation = serializers.IntegerField(min_value=1, max_value=MAX_ID, required=False)
    profile = serializers.IntegerField(min_value=1, max_value=MAX_ID, required=False)
    running = serializers.BooleanField(
        required=False, help_text="true: those of people who are inside; false: those that ended."
    )
    ended = serializers.ChoiceField(Ended.choices, required=False, help_text="How it ended.")

    def apply(self, rows):
        wanted = {
            name: self.validated_data[name]
            for name in ("automation", "profile", "ended")
            if name in self.validated_data
        }
        if "running" in self.validated_data:
            wanted["ended_at__isnull"] = self.validated_data["running"]
        return rows.filter(**wanted)


class SessionSerializer(PersonsSessionSerializer):
    """One way of a person through an automation."""

    version = serializers.IntegerField(
        source="version.number", read_only=True, help_text="The one that was on as they entered."
    )
    recommendation = serializers.CharField(
        read_only=True, help_text="The id of the choice whose it was, or `default`; blank: none came."
    )
    trouble = serializers.CharField(
        read_only=True, help_text="Why it could not go on, or an answer could not be saved."
    )
    trial = serializers.BooleanField(
        source="is_trial", read_only=True, help_text="Tried on a phone of yours: it counts nowhere."
    )

    class Meta:
        model = Session
        fields = [*PersonsSessionSerializer.Meta.fields, "version", "recommendation", "trouble", "trial"]
        read_only_fields = fields


class HeardSerializer(serializers.ModelSerializer):
    """A text that came as an answer."""

    message = serializers.CharField(
        source="question", read_only=True, help_text="The id of the message that it answered."
    )
    choice = serializers.CharField(read_only=True, help_text="The id of the choice; blank: not understood.")
    text = serializers.CharField(source="message.body", read_only=True, help_text="As it came.")
    inbound = serializers.IntegerField(
        source="message_id", read_only=True, help_text="The text's id, as in `/messages/`."
    )
    score = serializers.FloatField(read_only=True, help_text="0 to 100.")

    class Meta:
        model = Answer
        fields = ["message", "choice", "rule", "score", "text", "inbound", "at"]
        read_only_fields = fields


class WholeSessionSerializer(SessionSerializer):
    heard = HeardSerializer(many=True, read_only=True, help_text="What the person texted, oldest first.")

    class Meta:
        model = Session
        fields = [*SessionSerializer.Meta.fields, "heard"]
        read_only_fields = fields
