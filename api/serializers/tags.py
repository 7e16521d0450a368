from rest_framework import serializers

from api.pagination import Filters
from inbox.models import Tag
from inbox.models.tag import LONGEST, Colour, clean_name


class LabelSerializer(serializers.Serializer):
    """A tag on a ticket or a person."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    colour = serializers.CharField()


class TagSerializer(serializers.ModelSerializer):
    ticket_count = serializers.IntegerField(read_only=True, help_text="How many tickets have it.")
    profile_count = serializers.IntegerField(read_only=True, help_text="How many people have it.")

    class Meta:
        model = Tag
        fields = ["id", "name", "colour", "ticket_count", "profile_count", "created_at"]
        read_only_fields = fields


class TagNameForm(serializers.Serializer):
    name = serializers.CharField(
        help_text=f"At most {LONGEST} characters. Upper and lower case are the same."
    )

    def validate_name(self, value):
        return clean_name(value)


class NewTagForm(TagNameForm):
    colour = serializers.ChoiceField(
        Colour.choices, required=False, help_text="Without it, the tag gets one that differs from the last."
    )


class TagForm(NewTagForm):
    """What is left out stays as it is."""


class TagField(serializers.PrimaryKeyRelatedField):
    def get_queryset(self):
        return self.context["request"].account.tags.all()


class MergerForm(serializers.Serializer):
    into = TagField(
        queryset=Tag.objects.none(),
        pk_field=serializers.IntegerField(),
        help_text="The id of the tag that remains.",
    )


class TagFilters(Filters):
    name = serializers.CharField(max_length=200, required=False, help_text="In whatever case.")

    def apply(self, rows):
        name = self.validated_data.get("name")
        return rows.filter(normal=name.strip().casefold()) if name else rows
