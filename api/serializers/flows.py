from rest_framework import serializers

from api.pagination import Filters
from campaigns import event_conditions
from campaigns.models import Enrolment, Flow, FlowVersion, Reentry
from campaigns.steps import CLOCK, KIND_NAMES, KINDS, UNITS, new_id
from inbox.models.published import LONGEST_NAME


class ConditionForm(serializers.Serializer):
    name = serializers.CharField(
        max_length=event_conditions.LONGEST, help_text="`value`, `currency`, or a path into the event's data."
    )
    operator = serializers.ChoiceField(list(event_conditions.OPERATORS.items()))
    value = serializers.CharField(
        max_length=event_conditions.LONGEST, required=False, allow_blank=True, default=""
    )


class StepForm(serializers.Serializer):
    """Each kind has its own fields: the others are not looked at."""

    id = serializers.RegexField(
        r"^[a-z0-9]{1,12}$",
        required=False,
        help_text="Keep it when you change a step, so that its results go on; without it the step is a new one.",
    )
    kind = serializers.ChoiceField(KIND_NAMES)
    text = serializers.CharField(required=False, allow_blank=True, trim_whitespace=False, max_length=5000)
    number = serializers.IntegerField(
        required=False, min_value=0, max_value=10**6, help_text="Of a wait: so many of its units."
    )
    unit = serializers.ChoiceField(
        [*UNITS, CLOCK], required=False, help_text="Of a wait; `clock`: until a time of day."
    )
    time = serializers.RegexField(
        r"^\d\d:\d\d$", required=False, help_text="Of a wait by the clock, where the person is: `10:00`."
    )
    segment = serializers.IntegerField(
        required=False, allow_null=True, help_text="Of a condition: the id of the segment of those who go on."
    )
    otherwise = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=12,
        help_text="Of a condition: the id of the later step to which the others skip; blank: they leave.",
    )

    def to_representation(self, step):
        """As it is kept; a condition's rules are the segment's."""
        return {name: value for name, value in step.items() if name != "rules"}

    def to_internal_value(self, data):
        given = super().to_internal_value(data)
        kind = KINDS[given.pop("kind")]
        known = {name: value for name, value in given.items() if name in kind.__dataclass_fields__}
        return kind(**{"id": new_id()} | known).as_json()


class VersionSerializer(serializers.ModelSerializer):
    conditions = ConditionForm(many=True, read_only=True)
    steps = StepForm(many=True, read_only=True)

    class Meta:
        model = FlowVersion
        fields = [
            "number", "metric", "conditions", "reentry", "reentry_days", "goal", "steps", "published_at", "created_at",
        ]  # fmt: skip
        read_only_fields = fields


class FlowSerializer(serializers.ModelSerializer):
    name = serializers.CharField(read_only=True)
    version = VersionSerializer(
        source="live_version", read_only=True, allow_null=True, help_text="The one that is or was on."
    )
    draft = VersionSerializer(
        read_only=True, allow_null=True, help_text="What was changed and is not on yet."
    )
    source = serializers.IntegerField(
        source="source_id", read_only=True, help_text="What its messages and replies are attributed to."
    )

    class Meta:
        model = Flow
        fields = ["id", "name", "kind", "state", "source", "version", "draft", "switched_on_at", "created_at"]
        read_only_fields = fields


class FlowForm(serializers.Serializer):
    name = serializers.CharField(max_length=LONGEST_NAME)
    kind = serializers.ChoiceField(
        Flow.Kind.choices,
        required=False,
        help_text="Whose consent its texts need: to marketing, or to any texts.",
    )
    metric = serializers.CharField(
        max_length=80, required=False, allow_blank=True, help_text="The name of the event that starts it."
    )
    conditions = ConditionForm(many=True, required=False, help_text="On what the event brings along.")
    reentry = serializers.ChoiceField(
        Reentry.choices, required=False, help_text="How often the same person enters."
    )
    reentry_days = serializers.IntegerField(min_value=1, max_value=365, required=False)
    goal = serializers.CharField(
        max_length=80, required=False, allow_blank=True, help_text="The event with which people leave."
    )
    steps = StepForm(many=True, required=False)

    def validate_steps(self, steps):
        if len({step["id"] for step in steps}) < len(steps):
            raise serializers.ValidationError("Two steps have the same id.")
        return steps


class SwitchForm(serializers.Serializer):
    people = serializers.ChoiceField(
        ["finish", "stop"],
        default="finish",
        help_text="What becomes of the people inside: they go on to the end, or leave now.",
    )


class EnrolmentFilters(Filters):
    running = serializers.BooleanField(
        required=False, help_text="true: those who are inside; false: those who left."
    )

    def apply(self, rows):
        if "running" in self.validated_data:
            rows = rows.filter(left_at__isnull=self.validated_data["running"])
        return rows


class EnrolmentSerializer(serializers.ModelSerializer):
    flow = serializers.IntegerField(source="flow_id", read_only=True)
    profile = serializers.IntegerField(source="profile_id", read_only=True)
    version = serializers.IntegerField(source="version.number", read_only=True)
    step = serializers.CharField(
        read_only=True, help_text="The id of the step at which the person stands, or stood last."
    )
    due_at = serializers.DateTimeField(read_only=True, help_text="When the person goes on.")

    class Meta:
        model = Enrolment
        fields = [
            "id", "flow", "version", "profile", "entered_at", "step", "passed", "due_at", "held", "left_at",
            "left_reason",
        ]  # fmt: skip
        read_only_fields = fields
