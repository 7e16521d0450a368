from rest_framework import serializers


class AutomationProblemSerializer(serializers.Serializer):
    """What is missing or wrong, why, and what to do."""

    field = serializers.CharField(
        help_text="`keywords`, `trigger`, `messages.0`, `messages.0.choices.1`, `recommendation`, `settings` (of "
        "reprompt, fallback and limits); blank: the whole."
    )
    code = serializers.CharField(help_text="Its kind, such as loop or taken.")
    text = serializers.CharField()
    advice = serializers.BooleanField(help_text="true: it can be switched on all the same.")


class AutomationProblemsSerializer(serializers.Serializer):
    problems = AutomationProblemSerializer(many=True)
