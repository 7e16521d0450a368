"""What an automation says, as the API writes and reads it: its messages with their choices."""

from rest_framework import serializers

from automations.building.script_form import LONGEST_CHOICE, MOST_CHOICES, MOST_SYNONYMS
from automations.problems.structure import NAME, NOT_IDS
from automations.script import DEFAULT, END, LONGEST_ID, NEXT, Choice, Question, new_id
from helpdesk.names import one_line
from inbox.models.tag import LONGEST as LONGEST_TAG
from profiles.models.property_name import LONGEST as LONGEST_PROPERTY
from sms.segments import MAX_CHARACTERS


class LineField(serializers.CharField):
    def to_internal_value(self, data):
        return one_line(super().to_internal_value(data))


class Part(serializers.Serializer):
    """Takes no name that it does not know: a slip in one would leave something out in silence."""

    def to_internal_value(self, data):
        if isinstance(data, dict) and (unknown := [name for name in data if name not in self.fields]):
            raise serializers.ValidationError({str(name): ["There is no such field."] for name in unknown})
        return super().to_internal_value(data)


def id_field(words: str):
    return serializers.RegexField(rf"^[a-z0-9]{{1,{LONGEST_ID}}}\Z", required=False, help_text=words)


def checked_id(given: str) -> str:
    if given in NOT_IDS:
        raise serializers.ValidationError(f"“{given}” has a meaning of its own. Give it another id.")
    return given


def no_more_than(most: int, rows: list) -> list:
    if len(rows) > most:
        raise serializers.ValidationError(f"At most {most} can be here; these are {len(rows)}.")
    return rows


def optional(field=LineField, **more):
    return field(required=False, allow_blank=True, default="", **more)


class AutomationChoiceForm(Part):
    id = id_field(
        "Keep it when you change a choice, so that its results go on; without it the choice is new."
    )
    text = optional(max_length=LONGEST_CHOICE)
    synonyms = serializers.ListField(
        child=LineField(max_length=LONGEST_CHOICE),
        max_length=MOST_SYNONYMS,
        required=False,
        default=list,
        help_text="What is understood as it, besides.",
    )
    leads_to = serializers.CharField(
        max_length=LONGEST_ID,
        default=NEXT,
        help_text="`next`, the message that follows; `end`, the recommendation; or the id of a later message.",
    )
    recommendation = optional(
        serializers.CharField,
        trim_whitespace=False,
        max_length=MAX_CHARACTERS,
        help_text="Its own; blank: the one for all choices.",
    )
    tag = optional(max_length=LONGEST_TAG, help_text="Put on the profile of whoever chooses it.")

    def validate_id(self, given):
        return checked_id(given)

    def validate(self, given):
        synonyms = tuple(dict.fromkeys(given.pop("synonyms", [])))
        return Choice(**{"id": new_id()} | given, synonyms=synonyms)


class AutomationMessageForm(Part):
    id = id_field(
        "Keep it when you change a message, so that its results go on; without it the message is new."
    )
    name = optional(
        max_length=LONGEST_CHOICE, help_text="What texts call its answer: `pet` is said by `{answers.pet}`."
    )
    text = optional(serializers.CharField, trim_whitespace=False, max_length=MAX_CHARACTERS)
    choices = AutomationChoiceForm(
        many=True, required=False, default=list, help_text=f"At most {MOST_CHOICES}."
    )
    save_as = optional(
        max_length=LONGEST_PROPERTY,
        help_text="The property that keeps the answer on the profile; blank: none.",
    )

    def validate_id(self, given):
        return checked_id(given)

    def validate_name(self, name):
        if name and not NAME.fullmatch(name):
            raise serializers.ValidationError("Use letters, digits, hyphens and single spaces.")
        return name

    def validate_choices(self, choices):
        return no_more_than(MOST_CHOICES, choices)

    def validate(self, given):
        choices = tuple(given.pop("choices", []))
        return Question(**{"id": new_id()} | given, choices=choices)

    @staticmethod
    def in_order(questions: list[Question]) -> tuple[Question, ...]:
        """Each id and name once, and every choice leads to a later message. Raises ValidationError that says where."""
        errors = {**_twice(questions), **_astray(questions)}
        if errors:
            raise serializers.ValidationError(errors)
        return tuple(questions)


def _twice(questions: list[Question]) -> dict[str, list[str]]:
    errors, ids, names = {}, set[str](), set[str]()
    for place, question in enumerate(questions):
        if question.name and question.name in names:
            errors[f"{place}.name"] = ["Another message has this name."]
        names.add(question.name)
        rows = [(f"{place}", question.id)]
        rows += [(f"{place}.choices.{number}", choice.id) for number, choice in enumerate(question.choices)]
        for where, row_id in rows:
            if row_id in ids:
                errors[f"{where}.id"] = ["Another message or choice has this id."]
            ids.add(row_id)
    return errors


def _astray(questions: list[Question]) -> dict[str, list[str]]:
    errors, places = {}, {question.id: place for place, question in enumerate(questions)}
    for place, question in enumerate(questions):
        for number, choice in enumerate(question.choices):
            to = place + 1 if choice.leads_to in (NEXT, END) else places.get(choice.leads_to)
            if to is None:
                words = "No message here has this id. Give next, end, or the id of a later message."
            elif to <= place:
                words = "It leads back, so people could go round for ever. Lead it to a later message."
            else:
                continue
            errors[f"{place}.choices.{number}.leads_to"] = [words]
    return errors


class ScriptSerializer(serializers.Serializer):
    """The script of a version, its parts beside those of the version."""

    messages = AutomationMessageForm(source="read_script.questions", many=True, read_only=True)
    recommendation = serializers.CharField(source="read_script.recommendation", read_only=True)
    reprompt = serializers.CharField(source="read_script.reprompt", read_only=True)
    fallback = serializers.CharField(source="read_script.fallback", read_only=True)
    max_reprompts = serializers.IntegerField(source="read_script.max_reprompts", read_only=True)
    timeout_hours = serializers.SerializerMethodField()

    def get_timeout_hours(self, version) -> int:
        return max(1, version.read_script().timeout_minutes // 60)


def field_of(script, place: str) -> str:
    """Where a problem lies, as errors name it: `messages.0.choices.1`."""
    if place == DEFAULT:
        return "recommendation"
    for number, question in enumerate(script.questions):
        if question.id == place:
            return f"messages.{number}"
        for at, choice in enumerate(question.choices):
            if choice.id == place:
                return f"messages.{number}.choices.{at}"
    return place
