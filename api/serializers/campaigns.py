from rest_framework import serializers

from campaigns.models import Campaign, Segment
from campaigns.models.trial import MOST_PHONES
from inbox.models.scheduling import checked
from sms.models import Number


class CampaignSerializer(serializers.ModelSerializer):
    name = serializers.CharField(read_only=True)
    source = serializers.IntegerField(
        source="source_id", read_only=True, help_text="By which its messages, replies and results are found."
    )
    segment = serializers.IntegerField(
        source="segment_id", read_only=True, allow_null=True, help_text="null: all subscribers."
    )
    number = serializers.IntegerField(
        source="number_id",
        read_only=True,
        allow_null=True,
        help_text="null: the number that each person knows.",
    )
    waiting = serializers.IntegerField(read_only=True, help_text="How many have not got it yet.")
    total = serializers.IntegerField(read_only=True, help_text="How many people were meant.")
    skipped = serializers.IntegerField(read_only=True, help_text="How many of them can't be texted.")
    queued = serializers.IntegerField(read_only=True, help_text="To how many a message was made.")

    class Meta:
        model = Campaign
        fields = [
            "id", "name", "source", "state", "reason", "kind", "audience", "segment", "text", "number", "scheduled_at",
            "started_at", "ended_at", "total", "waiting", "queued", "skipped", "created_at",
        ]  # fmt: skip
        read_only_fields = fields


class SegmentField(serializers.PrimaryKeyRelatedField):
    def get_queryset(self):
        return self.context["request"].account.segments.all()


class NumberField(serializers.PrimaryKeyRelatedField):
    def get_queryset(self):
        return self.context["request"].account.sms_numbers.connected()


class CampaignForm(serializers.Serializer):
    name = serializers.CharField(max_length=120, help_text="For the team; customers don't see it.")
    text = serializers.CharField(
        required=False, allow_blank=True, max_length=5000, trim_whitespace=False, help_text="With variables."
    )
    kind = serializers.ChoiceField(
        Campaign.Kind.choices, required=False, help_text="`marketing` reaches those who agreed to marketing."
    )
    segment = SegmentField(
        queryset=Segment.objects.none(),
        pk_field=serializers.IntegerField(),
        required=False,
        allow_null=True,
        help_text="The id of the segment that it goes to. null: all subscribers.",
    )
    number = NumberField(
        queryset=Number.objects.none(),
        pk_field=serializers.IntegerField(),
        required=False,
        allow_null=True,
        help_text="The id of the number that it leaves from. null: the one that each person knows.",
    )

    def validate(self, fields):
        if "segment" in fields:
            whom = Campaign.Audience.SEGMENT if fields["segment"] else Campaign.Audience.SUBSCRIBERS
            fields["audience"] = whom
        return fields


class NewCampaignForm(CampaignForm):
    client_id = serializers.UUIDField(
        required=False, help_text="Yours: the same again answers with the first campaign."
    )


class ScheduleForm(serializers.Serializer):
    send_at = serializers.DateTimeField(required=False, help_text="Left out: at once.")

    def validate_send_at(self, value):
        return checked(value)


class TrialForm(serializers.Serializer):
    phones = serializers.ListField(
        child=serializers.CharField(max_length=40),
        allow_empty=False,
        max_length=MOST_PHONES,
        help_text="Phones of your own.",
    )


class TrialSerializer(serializers.Serializer):
    messages = serializers.ListField(child=serializers.IntegerField(), help_text="The ids of the test texts.")


class ForecastSerializer(serializers.Serializer):
    """What sending it now would take."""

    people = serializers.IntegerField(source="who.reached", help_text="How many would get it.")
    meant = serializers.IntegerField(source="who.meant", help_text="How many are in the audience.")
    left_out = serializers.DictField(
        source="who.skipped", child=serializers.IntegerField(), help_text="Why others would not."
    )
    body = serializers.CharField(source="preview.body", default="", help_text="As Sam Sample would get it.")
    credits = serializers.IntegerField(help_text="Segments times people.")
    cost = serializers.CharField(help_text="By the account's price of a credit; blank without one.")
    is_exact = serializers.BooleanField(
        help_text="False: each person's text differs, so this is an estimate."
    )
    problems = serializers.ListField(child=serializers.CharField(), help_text="What stands in the way.")
    warnings = serializers.ListField(child=serializers.CharField())
