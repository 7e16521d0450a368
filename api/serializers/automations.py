from dataclasses import replace

from rest_framework import serializers

from api.serializers.scripts import AutomationMessageForm, LineField, ScriptSerializer, no_more_than
from automations import script_templates
from automations.models import Automation, AutomationVersion, Trigger
from automations.models.automation_version import LONGEST_KEYWORD
from automations.models.keywording import MOST_KEYWORDS
from automations.script import LONGEST_TIMEOUT, MOST_QUESTIONS, MOST_REPROMPTS, Script
from inbox.models import Source
from inbox.models.published import LONGEST_NAME
from sms.segments import MAX_CHARACTERS


class AutomationVersionSerializer(ScriptSerializer, serializers.ModelSerializer):
    trigger_source = serializers.IntegerField(
        source="trigger_source_id",
        read_only=True,
        allow_null=True,
        help_text="The campaign or flow whose people may enter.",
    )

    class Meta:
        model = AutomationVersion
        fields = [
            "number", "keywords", "trigger", "trigger_source", "trigger_hours", "messages", "recommendation",
            "reprompt", "fallback", "max_reprompts", "timeout_hours", "published_at", "created_at",
        ]  # fmt: skip
        read_only_fields = fields


class AutomationSerializer(serializers.ModelSerializer):
    name = serializers.CharField(read_only=True)
    version = AutomationVersionSerializer(
        source="live_version", read_only=True, allow_null=True, help_text="The one that is or was on."
    )
    draft = AutomationVersionSerializer(
        read_only=True, allow_null=True, help_text="What was changed and is not on yet."
    )
    source = serializers.IntegerField(
        source="source_id", read_only=True, help_text="What its messages belong to, as in `/messages/`."
    )

    class Meta:
        model = Automation
        fields = ["id", "name", "state", "source", "version", "draft", "switched_on_at", "created_at"]
        read_only_fields = fields


class CauseField(serializers.PrimaryKeyRelatedField):
    def get_queryset(self):
        return self.context["request"].account.sources.causes()


def text_field(words: str):
    return serializers.CharField(
        max_length=MAX_CHARACTERS, required=False, allow_blank=True, trim_whitespace=False, help_text=words
    )


class AutomationForm(serializers.Serializer):
    """Any part of it; what isn't given stays as it is."""

    name = serializers.CharField(max_length=LONGEST_NAME)
    keywords = serializers.ListField(
        child=LineField(max_length=LONGEST_KEYWORD),
        max_length=MOST_KEYWORDS,
        required=False,
        help_text="What people text to begin. A keyword begins one automation only.",
    )
    trigger = serializers.ChoiceField(
        Trigger.choices,
        required=False,
        help_text="Who may begin it: every subscriber, or who was sent something by a campaign or flow before.",
    )
    trigger_source = CauseField(
        queryset=Source.objects.none(),
        required=False,
        allow_null=True,
        pk_field=serializers.IntegerField(),
        help_text="Of a campaign reply: the id of the campaign or flow, as in `/sources/`.",
    )
    trigger_hours = serializers.IntegerField(
        min_value=1, max_value=24 * 90, required=False, help_text="Of a campaign reply: within these hours."
    )
    messages = AutomationMessageForm(
        many=True, required=False, help_text=f"All of them, in order; at most {MOST_QUESTIONS}."
    )
    recommendation = text_field("What is said at the end where the choice has no recommendation of its own.")
    reprompt = text_field("What is said when an answer is not understood; `{choices}` are its choices.")
    fallback = text_field("What is said when the conversation ends without an answer.")
    max_reprompts = serializers.IntegerField(
        min_value=0, max_value=MOST_REPROMPTS, required=False, help_text="How often it asks again at most."
    )
    timeout_hours = serializers.IntegerField(
        min_value=1,
        max_value=LONGEST_TIMEOUT // 60,
        required=False,
        help_text="The hours that people have from the first message on.",
    )

    def validate_name(self, name):
        return Automation.clean_name(name)

    def validate_messages(self, messages):
        """The script's, as a whole: ids are given once, and choices lead on."""
        return AutomationMessageForm.in_order(no_more_than(MOST_QUESTIONS, messages))

    def validate(self, given):
        """As `Automation.rewrite` takes it: `parts` are the script's."""
        if "messages" in given:
            given["questions"] = given.pop("messages")
        if "timeout_hours" in given:
            given["timeout_minutes"] = 60 * given.pop("timeout_hours")
        parts = {name: given.pop(name) for name in [*given] if name in Script.__dataclass_fields__}
        return given | {"parts": parts}


class NewAutomationForm(AutomationForm):
    template = serializers.ChoiceField(
        script_templates.choices(),
        required=False,
        help_text="What it begins from, see `/automations/templates/`. What is given besides takes its place.",
    )

    def validate(self, given):
        """As `Automation.objects.make` takes it."""
        template = given.pop("template", "")
        given = super().validate(given)
        script = script_templates.find(template).script() if template else Script()
        return given | {"script": replace(script, **given.pop("parts")).as_json()}


class RestorationForm(serializers.Serializer):
    version = serializers.IntegerField(min_value=1, max_value=2**31 - 1, help_text="Its number.")


class TemplatesWish(serializers.Serializer):
    language = serializers.ChoiceField([*script_templates.LANGUAGES.items()], default="en")


class TemplateSerializer(serializers.Serializer):
    code = serializers.CharField(help_text="For the `template` of a new automation.")
    name = serializers.CharField()
    about = serializers.CharField(help_text="What it is for.")
    keyword = serializers.CharField(help_text="One that suits it; choose your own.")
    messages = AutomationMessageForm(source="script.questions", many=True)


class TemplatesSerializer(serializers.Serializer):
    templates = TemplateSerializer(many=True)
