from datetime import timedelta

from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.pagination import MAX_ID, Filters
from campaigns.external import Sent
from inbox.models import Source
from profiles import phones
from profiles.models import Profile

MOST = 500
CAUSES = [(kind.value, kind.label) for kind in Source.CAUSES]
AHEAD = timedelta(minutes=5)  # by which another system's clock may be fast


class SourceFilters(Filters):
    kind = serializers.ChoiceField(CAUSES, required=False)
    external_id = serializers.CharField(max_length=255, required=False)

    def apply(self, sources):
        asked = {
            name: self.validated_data[name] for name in ("kind", "external_id") if name in self.validated_data
        }
        return sources.filter(**asked)


class SourceSerializer(serializers.ModelSerializer):
    class Meta:
        model = Source
        fields = ["id", "kind", "name", "external_id", "system", "created_at"]
        read_only_fields = fields


class BriefSourceSerializer(serializers.ModelSerializer):
    class Meta:
        model = Source
        fields = ["id", "kind", "name"]
        read_only_fields = fields


class ReasonSerializer(serializers.Serializer):
    reason = serializers.CharField()
    count = serializers.IntegerField()


class ResultsSerializer(serializers.Serializer):
    sent = serializers.IntegerField(
        help_text="The provider took them, and has not reported them as failed since."
    )
    delivered = serializers.IntegerField(help_text="Of those sent, as far as carriers tell.")
    waiting = serializers.IntegerField(help_text="On their way.")
    failed = serializers.IntegerField()
    failed_by_reason = serializers.SerializerMethodField(help_text="The most frequent first.")
    replies = serializers.IntegerField(help_text="Attributed texts; at most one for each message.")
    reply_rate = serializers.FloatField(
        allow_null=True, help_text="Replies for each message sent; null: none was."
    )
    opt_outs = serializers.IntegerField(help_text="People who took back their consent by a text in time.")
    clicks = serializers.IntegerField(source="links.clicks", help_text="On links in its messages.")
    clickers = serializers.IntegerField(source="links.clickers", help_text="People who clicked.")
    orders = serializers.IntegerField(source="links.orders", help_text="After a click, in time.")
    revenue = serializers.DictField(
        source="links.revenue",
        child=serializers.DecimalField(max_digits=16, decimal_places=2),
        help_text="Of these orders, by currency.",
    )

    @extend_schema_field(ReasonSerializer(many=True))
    def get_failed_by_reason(self, results):
        return [{"reason": reason, "count": count} for reason, count in results.failed_by_reason.items()]


class ExternalMessageForm(serializers.Serializer):
    id = serializers.CharField(
        max_length=200, help_text="Yours; an id that was reported before changes nothing."
    )
    phone = serializers.CharField(
        max_length=40, required=False, help_text="With its country code. A number of nobody makes a profile."
    )
    profile = serializers.IntegerField(
        required=False,
        min_value=1,
        max_value=MAX_ID,
        help_text="A profile's id, in the place of a phone number.",
    )
    body = serializers.CharField(max_length=1600, trim_whitespace=False, help_text="The text as it was sent.")
    sent_at = serializers.DateTimeField(help_text="When it was sent; replies count from then.")

    def validate_phone(self, value):
        return phones.normalise(value)

    def validate_sent_at(self, at):
        if at > timezone.now() + AHEAD:
            raise serializers.ValidationError("This lies in the future. Report a message once it was sent.")
        if at.year < 1990:
            raise serializers.ValidationError("This is too long ago to be right.")
        return at

    def validate(self, message):
        if ("phone" in message) == ("profile" in message):
            raise serializers.ValidationError("Give a phone number or a profile, one of the two.")
        return message


class ExternalMessagesForm(serializers.Serializer):
    kind = serializers.ChoiceField(CAUSES)
    external_id = serializers.CharField(max_length=255, help_text="Your id of the campaign or flow.")
    name = serializers.CharField(max_length=120, help_text="Shown in threads, filters and results.")
    system = serializers.CharField(
        max_length=80,
        required=False,
        help_text="Who sent it, as threads say; without it, the name of the key.",
    )
    messages = serializers.ListField(child=ExternalMessageForm(), allow_empty=False, max_length=MOST)

    def validate_messages(self, messages):
        """As the verb takes them, each with its person."""
        account = self.context["request"].account
        ids = {message["profile"] for message in messages if "profile" in message}
        profiles = account.profiles.exclude(phone="").in_bulk(ids)
        if missing := ids - profiles.keys():
            raise serializers.ValidationError(
                {
                    str(at): {"profile": ["There is no such profile with a phone number."]}
                    for at, message in enumerate(messages)
                    if message.get("profile") in missing
                }
            )
        return [self._sent(message, profiles) for message in messages]

    def _sent(self, message, profiles: dict[int, Profile]) -> Sent:
        to = profiles[message["profile"]] if "profile" in message else message["phone"]
        return Sent(id=message["id"], to=to, body=message["body"], at=message["sent_at"])


class ReportedSerializer(serializers.Serializer):
    id = serializers.CharField(help_text="Yours.")
    message = serializers.IntegerField(help_text="Ours, as in `/messages/`.")
    new = serializers.BooleanField(help_text="false: it was reported before, and nothing changed.")


class ExternalMessagesSerializer(serializers.Serializer):
    source = SourceSerializer()
    messages = ReportedSerializer(many=True)
