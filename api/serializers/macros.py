from rest_framework import serializers

from accounts.access import Action
from accounts.models import Membership
from api.serializers.tags import LabelSerializer, TagField
from api.serializers.tickets import AssigneeSerializer
from inbox.models import Macro, Tag
from inbox.models.macro import LONGEST
from inbox.models.steps import Afterwards, Assign
from inbox.variables import MACRO_FAMILIES, MACRO_NAMES

VARIABLES = ", ".join(
    f"`{{{name}}}`" for name in [*MACRO_NAMES, *(f"{family}.…" for family in MACRO_FAMILIES)]
)


class MacroSerializer(serializers.ModelSerializer):
    tags = LabelSerializer(many=True, read_only=True, help_text="Those that it adds.")
    assignee = AssigneeSerializer(read_only=True, allow_null=True)

    class Meta:
        model = Macro
        fields = [
            "id", "name", "shortcut", "body", "tags", "assign", "assignee", "afterwards", "use_count", "last_used_at",
            "created_at",
        ]  # fmt: skip
        read_only_fields = fields


class MemberField(serializers.PrimaryKeyRelatedField):
    """Somebody who may be given tickets."""

    def get_queryset(self):
        return self.context["request"].account.memberships.who_may(Action.WORK_INBOX).select_related("user")


class MacroForm(serializers.Serializer):
    name = serializers.CharField(max_length=80)
    shortcut = serializers.CharField(
        required=False, allow_blank=True, max_length=31, help_text="One word; typed after a slash."
    )
    body = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=LONGEST,
        trim_whitespace=False,
        help_text=f"The text. Filled in: {VARIABLES}.",
    )
    tags = TagField(
        queryset=Tag.objects.none(),
        pk_field=serializers.IntegerField(),
        many=True,
        required=False,
        help_text="The ids of those that it adds.",
    )
    assign = serializers.ChoiceField(
        Assign.choices, required=False, help_text="`me`: whoever uses it. `nobody`: back to Unassigned."
    )
    assignee = MemberField(
        queryset=Membership.objects.none(),
        pk_field=serializers.IntegerField(),
        required=False,
        allow_null=True,
        help_text="The id of the member whom it gives the ticket to.",
    )
    afterwards = serializers.ChoiceField(
        Afterwards.choices, required=False, help_text="What becomes of the ticket; blank: it stays open."
    )
