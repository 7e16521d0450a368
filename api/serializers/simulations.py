from rest_framework import serializers

from api.serializers.texts import ProfileField
from automations.simulating import acts
from profiles.models import Profile
from sms.segments import MAX_CHARACTERS


class ActForm(serializers.Serializer):
    """One of them: something is texted, or time goes by."""

    text = serializers.CharField(max_length=MAX_CHARACTERS, trim_whitespace=False, required=False)
    wait_minutes = serializers.IntegerField(min_value=1, max_value=acts.LONGEST_WAIT, required=False)

    def validate(self, given):
        if len(given) != 1:
            raise serializers.ValidationError("Give either text or wait_minutes.")
        return given


class SimulationForm(serializers.Serializer):
    version = serializers.IntegerField(
        min_value=1,
        max_value=10**6,
        required=False,
        allow_null=True,
        default=None,
        help_text="The number of the version that is tried; without it, the draft, or what is on where there is none.",
    )
    profile = ProfileField(
        queryset=Profile.objects.none(),
        required=False,
        allow_null=True,
        default=None,
        pk_field=serializers.IntegerField(),
        help_text="Whose phone it is; without it, that of a sample person.",
    )
    subscriber = serializers.BooleanField(
        default=True, help_text="Whether the sample person has given consent to be texted."
    )
    acts = ActForm(
        many=True, allow_empty=False, help_text=f"What is done, in its order; at most {acts.MOST}."
    )

    def validate_acts(self, given):
        if len(given) > acts.MOST:
            raise serializers.ValidationError(f"At most {acts.MOST} are done in one simulation.")
        return [
            acts.Text(each["text"]) if "text" in each else acts.Wait(each["wait_minutes"]) for each in given
        ]


class SimulatedEntrySerializer(serializers.Serializer):
    """Something on the phone: a text of the person's, a text that they get, or what happened without one."""

    kind = serializers.ChoiceField(["heard", "sent", "noted"])
    at = serializers.DateTimeField(
        help_text="By the clock of the simulation, which begins at noon, their time."
    )
    body = serializers.CharField()
    rule = serializers.CharField(
        source="reading.rule",
        required=False,
        help_text="Of an answer: how it was understood; `none`: it was not.",
    )
    score = serializers.FloatField(source="reading.score", required=False, help_text="0 to 100.")
    why = serializers.CharField(source="reading.why", required=False)
    choice = serializers.CharField(
        required=False, help_text="Of an answer: the text of the choice that it means."
    )
    tied = serializers.ListField(
        child=serializers.CharField(),
        required=False,
        help_text="Of an answer: the choices that it could mean.",
    )
    label = serializers.CharField(required=False, help_text="What sent it.")
    encoding = serializers.CharField(source="measure.encoding", required=False)
    segments = serializers.IntegerField(source="measure.segments", required=False)
    arrives_at = serializers.DateTimeField(
        required=False, help_text="Later than `at`: it waits for the morning."
    )
    withheld = serializers.BooleanField(
        required=False, help_text="It never arrives: the conversation ended before the morning."
    )


class SimulatedValueSerializer(serializers.Serializer):
    name = serializers.CharField()
    value = serializers.CharField()


class SimulatedStandingSerializer(serializers.Serializer):
    where = serializers.CharField(help_text="The message that is asked, or how it ended.")
    reprompts_left = serializers.IntegerField(allow_null=True)
    answers = SimulatedValueSerializer(many=True)
    saved = SimulatedValueSerializer(many=True, help_text="The properties that would stand on the profile.")
    tags = serializers.ListField(child=serializers.CharField())
    variables = SimulatedValueSerializer(many=True, help_text="As they would be filled in at the end.")


class SimulationSerializer(serializers.Serializer):
    entries = SimulatedEntrySerializer(many=True)
    standing = SimulatedStandingSerializer()


class AutomationTrialForm(serializers.Serializer):
    phone = serializers.CharField(
        max_length=40, help_text="A phone of your own; it has to be a subscriber's."
    )


class AutomationTrialSerializer(serializers.Serializer):
    session = serializers.IntegerField(source="pk")
    profile = serializers.IntegerField(source="profile_id", help_text="Whose phone it is.")
