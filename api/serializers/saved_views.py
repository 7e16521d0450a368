from django.utils.datastructures import MultiValueDict
from rest_framework import serializers

from inbox.filters import TicketFilter
from inbox.models import SavedView
from inbox.models.saved_view import LONGEST, clean_name
from inbox.sorting import SORTS, USUAL


class FiltersField(serializers.DictField):
    """By the names of the filters of the list of tickets, each with its values."""

    child = serializers.ListField(child=serializers.CharField(max_length=200), max_length=100)

    def __init__(self, **options):
        words = (
            "By the names of the filters of the list of tickets, each with a list of values, also where there is one "
            "only. `me` as an assignee is whoever looks at the view."
        )
        super().__init__(help_text=words, **options)


class SavedViewSerializer(serializers.ModelSerializer):
    filters = FiltersField()

    class Meta:
        model = SavedView
        fields = ["id", "name", "filters", "sort", "position", "created_at"]
        read_only_fields = fields


class SavedViewForm(serializers.Serializer):
    """What is left out of a change stays as it is."""

    name = serializers.CharField(
        help_text=f"At most {LONGEST} characters. Upper and lower case are the same."
    )
    filters = FiltersField(default=dict)
    sort = serializers.ChoiceField(list(SORTS), default=USUAL)

    def validate_name(self, value):
        return clean_name(value)

    def validate_filters(self, value):
        names = TicketFilter.base_filters
        unknown = {name: ["The list of tickets has no such filter."] for name in value if name not in names}
        asked = TicketFilter(MultiValueDict(value), request=self.context["request"])
        if errors := asked.errors | unknown:
            raise serializers.ValidationError(errors)
        return {name: kept for name, values in value.items() if (kept := [each for each in values if each])}
