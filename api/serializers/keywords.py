from rest_framework import serializers

from api.pagination import MAX_ID, Filters
from automations.keywords import normalise
from automations.models import TriggerKeyword
from automations.models.automation_version import LONGEST_KEYWORD


class KeywordFilters(Filters):
    automation = serializers.IntegerField(min_value=1, max_value=MAX_ID, required=False)
    word = serializers.CharField(
        max_length=LONGEST_KEYWORD, required=False, help_text="However it is spelt: `pets` finds PETS."
    )

    def apply(self, rows):
        if "automation" in self.validated_data:
            rows = rows.filter(automation=self.validated_data["automation"])
        if "word" in self.validated_data:
            rows = rows.filter(normal=normalise(self.validated_data["word"]))
        return rows


class KeywordSerializer(serializers.ModelSerializer):
    automation = serializers.IntegerField(source="automation_id", read_only=True)
    is_live = serializers.BooleanField(
        read_only=True, help_text="false: a draft holds it, and it begins nothing yet."
    )

    class Meta:
        model = TriggerKeyword
        fields = ["id", "word", "automation", "is_live"]
        read_only_fields = fields
