from django.http import Http404, QueryDict
from rest_framework import serializers

from accounts.models import Membership
from api.serializers.tags import TagField
from api.serializers.tickets import MemberField
from api.ticket_filters import AskedTickets
from inbox import bulk_asking
from inbox.bulk_words import sentence
from inbox.models import BulkAction, Tag
from inbox.models.bulk_verbs import OFFERED, VERBS

NEEDED = {"assign": "member", "snooze": "until", "tag": "tag", "untag": "tag"}


class BulkActionSerializer(serializers.ModelSerializer):
    action = serializers.ChoiceField(list(VERBS), read_only=True)
    state = serializers.ChoiceField(["running", "finished", "stopped"], read_only=True)
    summary = serializers.SerializerMethodField(help_text="The result in words.")
    total = serializers.IntegerField(read_only=True, help_text="How many tickets were meant.")
    done = serializers.IntegerField(read_only=True, help_text="How many of them have been looked at.")
    already = serializers.IntegerField(read_only=True, help_text="How many were so before.")
    left_alone = serializers.IntegerField(
        read_only=True, help_text="How many changed meanwhile, or can't be changed so."
    )
    undoes = serializers.IntegerField(
        source="undoes_id", read_only=True, allow_null=True, help_text="Of an undoing: what it undoes."
    )

    class Meta:
        model = BulkAction
        fields = [
            "id", "action", "state", "summary", "total", "done", "changed", "already", "left_alone", "undoes",
            "created_at", "finished_at",
        ]  # fmt: skip
        read_only_fields = fields

    def get_summary(self, bulk) -> str:
        return sentence(bulk)


class BulkActionForm(serializers.Serializer):
    action = serializers.ChoiceField(OFFERED)
    numbers = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=10**18 - 1),
        required=False,
        allow_empty=False,
        max_length=bulk_asking.MOST_CHOSEN,
        help_text="The tickets. All of them must be there, or nothing is done.",
    )
    filter = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=2000,
        help_text="Instead of numbers: all that match, as after the ? of a list of tickets. Blank: all tickets.",
    )
    member = MemberField(
        queryset=Membership.objects.none(),
        pk_field=serializers.IntegerField(),
        required=False,
        allow_null=True,
        help_text="For `assign`. null: nobody.",
    )
    until = serializers.DateTimeField(required=False, help_text="For `snooze`.")
    tag = TagField(
        queryset=Tag.objects.none(),
        pk_field=serializers.IntegerField(),
        required=False,
        help_text="For `tag` and `untag`: its id.",
    )

    def validate_numbers(self, numbers):
        try:
            return bulk_asking.chosen(self.context["request"].account, [str(number) for number in numbers])
        except Http404:
            raise serializers.ValidationError("Not all of these tickets are in this account.") from None

    def validate_filter(self, text):
        request, asked = self.context["request"], QueryDict(text)
        if unknown := set(asked) - set(AskedTickets.base_filters):
            raise serializers.ValidationError([f"There is no filter “{name}”." for name in sorted(unknown)])
        narrowed = AskedTickets(asked, request.account.tickets.order_by("-id"), request=request)
        if narrowed.errors:
            raise serializers.ValidationError(
                [f"{name}: {words}" for name, errors in narrowed.errors.items() for words in errors]
            )
        return bulk_asking.found(narrowed.qs, request.account, narrowed.form.cleaned_data["q"], similar=False)

    def validate(self, asked):
        if ("numbers" in asked) == ("filter" in asked):
            raise serializers.ValidationError("Give either the numbers or a filter.")
        needed = NEEDED.get(asked["action"])
        if needed and needed not in asked:
            raise serializers.ValidationError({needed: ["This action needs it."]})
        tickets = asked["numbers"] if "numbers" in asked else asked["filter"]
        return {
            "action": asked["action"],
            "tickets": tickets,
            **({needed: asked[needed]} if needed else {}),
        }
