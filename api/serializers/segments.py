from rest_framework import serializers

from campaigns.conditions import KINDS
from campaigns.models import Segment
from campaigns.models.segment import LONGEST

KINDS_TOLD = " ".join(
    f"`{kind}`: {', '.join(f'`{how}`' for how in each.hows)}." for kind, each in KINDS.items()
)
RULES = (
    'Conditions that all hold, `{"all": [...]}`, or of which any does, `{"any": [...]}`; in the place of a condition '
    "may stand a group of the other sort. None at all: everybody. A condition has a `kind` and says `how`; its other "
    "members are `tag` (an id), `name` and `value` (of a property; `pet.size` lies within `pet`), `metric`, `times`, "
    f"`days` and `worth` (of an event), `source` (a campaign's or flow's id), `country` and `region`. {KINDS_TOLD}"
)


class SegmentSerializer(serializers.ModelSerializer):
    rules = serializers.DictField(help_text=RULES, read_only=True)
    faults = serializers.SerializerMethodField(
        help_text="What in the rules makes no sense any more, as a tag that was deleted; it means nobody then.",
    )

    class Meta:
        model = Segment
        fields = ["id", "name", "rules", "faults", "created_at", "changed_at"]
        read_only_fields = fields

    def get_faults(self, segment) -> list[str]:
        return segment.faults_by(self.context["vocabulary"])


class SegmentForm(serializers.Serializer):
    name = serializers.CharField(max_length=LONGEST * 10, help_text=f"At most {LONGEST} characters.")
    rules = serializers.DictField(help_text=RULES)


class SegmentCountSerializer(serializers.Serializer):
    """How many people it means at this moment."""

    people = serializers.IntegerField(allow_null=True, help_text="null: too many to count in a moment.")
    textable = serializers.IntegerField(allow_null=True, help_text="How many of them can be sent a campaign.")
    is_more = serializers.BooleanField(
        help_text="Whether there are more: the numbers are of those that came last."
    )
