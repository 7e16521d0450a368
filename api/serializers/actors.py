from rest_framework import serializers


class ActorSerializer(serializers.Serializer):
    """Who or what made a change: of any row with `actor_kind` and `actor_label`."""

    kind = serializers.CharField(source="actor_kind", help_text="agent, api, customer or system.")
    name = serializers.CharField(source="actor_label")
