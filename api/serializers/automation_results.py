from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from automations.conversation import Ended
from automations.outcomes.synonyms import LONGEST


class ResultsWish(serializers.Serializer):
    """Which part of the results."""

    version = serializers.IntegerField(
        required=False, min_value=1, max_value=2**31 - 1, help_text="Only who went by this version."
    )
    since = serializers.DateTimeField(required=False, help_text="Only who entered from then on.")
    until = serializers.DateTimeField(required=False, help_text="Only who entered before then.")


class EndedSerializer(serializers.Serializer):
    how = serializers.ChoiceField(Ended.choices)
    people = serializers.IntegerField()


class ChoiceResultsSerializer(serializers.Serializer):
    id = serializers.CharField()
    text = serializers.CharField()
    people = serializers.IntegerField(help_text="Who chose it.")
    gone = serializers.BooleanField(help_text="It is not offered any more.")


class MessageResultsSerializer(serializers.Serializer):
    id = serializers.CharField()
    name = serializers.CharField()
    text = serializers.CharField()
    gone = serializers.BooleanField(help_text="It is not asked any more.")
    asked = serializers.IntegerField()
    answered = serializers.IntegerField()
    waiting = serializers.IntegerField(help_text="Asked, and still silent.")
    left = serializers.SerializerMethodField(help_text="Who dropped out here, by how it ended.")
    not_understood = serializers.IntegerField(source="misses", help_text="Answers, not people.")
    people_not_understood = serializers.IntegerField(source="puzzled")
    median_seconds = serializers.SerializerMethodField(
        help_text="Half of those who answered last took no longer; null: nobody has."
    )
    choices = ChoiceResultsSerializer(many=True)

    @extend_schema_field(EndedSerializer(many=True))
    def get_left(self, question):
        return _told(question.left_told)

    def get_median_seconds(self, question) -> int | None:
        return None if question.median is None else round(question.median.total_seconds())


class RecommendedSerializer(serializers.Serializer):
    id = serializers.CharField(help_text="Of the choice whose it is, or `default`.")
    text = serializers.CharField()
    people = serializers.IntegerField()
    gone = serializers.BooleanField(help_text="It can't be reached any more.")


class LinksSerializer(serializers.Serializer):
    clicks = serializers.IntegerField()
    clickers = serializers.IntegerField(help_text="People who clicked.")
    orders = serializers.IntegerField(help_text="After a click, in time.")
    revenue = serializers.DictField(
        child=serializers.DecimalField(max_digits=16, decimal_places=2),
        help_text="Of these orders, by currency.",
    )


class AutomationResultsSerializer(serializers.Serializer):
    """A person who enters twice counts twice."""

    entered = serializers.IntegerField()
    inside = serializers.IntegerField(help_text="Of these, who is inside now.")
    answered = serializers.IntegerField(help_text="Who chose something at least once.")
    recommended = serializers.IntegerField()
    opted_out = serializers.IntegerField(help_text="While they were inside.")
    ended = serializers.SerializerMethodField()
    messages = MessageResultsSerializer(source="questions", many=True)
    recommendations = RecommendedSerializer(many=True)
    links = LinksSerializer(allow_null=True, help_text="null where only a part was asked for.")

    @extend_schema_field(EndedSerializer(many=True))
    def get_ended(self, results):
        return _told(results.ended_told)


def _told(rows) -> list[dict[str, Any]]:
    return [{"how": how, "people": people} for how, _, people in rows]


class WordsSerializer(serializers.Serializer):
    wording = serializers.CharField(help_text="The most frequent of them.")
    times = serializers.IntegerField(help_text="How often all of them came.")
    texts = serializers.SerializerMethodField(help_text="Each wording, the most frequent first; 20 at most.")

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_texts(self, group):
        return [text for text, _ in group.texts[:20]]


class NotUnderstoodSerializer(serializers.Serializer):
    message = serializers.CharField(source="question.id")
    text = serializers.CharField(source="question.text")
    times = serializers.IntegerField()
    settled = serializers.IntegerField(help_text="So many more are understood by what the draft says now.")
    groups = WordsSerializer(many=True, help_text="Grouped by likeness, the most frequent first.")


class AllNotUnderstoodSerializer(serializers.Serializer):
    messages = NotUnderstoodSerializer(many=True)


class SynonymSerializer(serializers.Serializer):
    message = serializers.CharField(max_length=12, help_text="The message's id.")
    choice = serializers.CharField(max_length=12, help_text="The id of its choice.")
    synonym = serializers.CharField(max_length=LONGEST * 10, help_text=f"At most {LONGEST} characters.")


class RereadSerializer(serializers.Serializer):
    text = serializers.CharField()
    times = serializers.IntegerField()
    before = serializers.CharField(help_text="The text of the choice; blank: not understood.")
    after = serializers.CharField()


class EffectSerializer(serializers.Serializer):
    """What it would have changed in the last 90 days."""

    found = RereadSerializer(many=True, help_text="Answers that would have been understood.")
    changed = RereadSerializer(
        many=True, help_text="Others that would have been read otherwise, or not at all."
    )


class UnderstoodSerializer(serializers.Serializer):
    message = serializers.CharField()
    choice = serializers.CharField()
    synonyms = serializers.ListField(child=serializers.CharField(), help_text="Of the choice, in the draft.")
