from django.conf import settings
from django.db.models import Q
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.access import Action
from accounts.models import Account, ApiKey, Membership
from api.pagination import Filters
from inbox.models import Duty
from sms.models import LinkOptions


class KeySerializer(serializers.ModelSerializer):
    class Meta:
        model = ApiKey
        fields = ["name", "scope"]
        read_only_fields = fields


class AccountSerializer(serializers.ModelSerializer):
    key = serializers.SerializerMethodField(help_text="The API key of this call.")

    class Meta:
        model = Account
        fields = [
            "name", "slug", "organization_prefix", "support_email", "time_zone", "privacy_url", "terms_url",
            "created_at", "key",
        ]  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(KeySerializer)
    def get_key(self, account):
        return KeySerializer(self.context["request"].auth).data


class InboxOptionsSerializer(serializers.ModelSerializer):
    class Meta:
        model = Account
        fields = [
            "unread_badge", "long_wait_minutes", "round_robin", "open_ticket_cap", "away_after_minutes",
            "undo_send_seconds", "attribution_window_hours",
        ]  # fmt: skip
        extra_kwargs = {
            "unread_badge": {"help_text": "Whether the navigation counts the unread tickets."},
            "long_wait_minutes": {"help_text": "From then on a customer counts as waiting long."},
            "round_robin": {"help_text": "Hand new tickets in turn to the members who are online."},
            "open_ticket_cap": {"help_text": "Who has that many is handed no more; null: no limit."},
            "away_after_minutes": {"help_text": "Members not heard of for this long are away."},
            "attribution_window_hours": {
                "help_text": "How long after a campaign's or flow's message a reply is attributed to it; "
                "for messages that are sent from then on."
            },
            "undo_send_seconds": {
                "help_text": "How long an answer is held, to be taken back; 0: not at all."
            },
        }

    def update(self, account, options):
        for name, value in options.items():
            setattr(account, name, value)
        account.save_options(options)
        return account


class LinkOptionsSerializer(serializers.ModelSerializer):
    class Meta:
        model = LinkOptions
        fields = ["shorten", "order_days"]
        extra_kwargs = {
            "shorten": {"help_text": "Whether links in texts become short ones, whose clicks are counted."},
            "order_days": {"help_text": "For how many days after a click an order counts for that text."},
        }


class MemberFilters(Filters):
    online = serializers.BooleanField(required=False, help_text="Only who is online, or only who is away.")

    def apply(self, members):
        if "online" not in self.validated_data:
            return members
        online = Q(duty__state=Duty.State.ONLINE)
        return members.filter(online if self.validated_data["online"] else ~online)


class DutySerializer(serializers.ModelSerializer):
    state = serializers.ChoiceField(
        Duty.State.choices,
        read_only=True,
        help_text="`away` was chosen, `inactive` came by itself and ends with the next sign of life.",
    )
    since = serializers.DateTimeField(read_only=True)
    channels = serializers.ListField(
        source="kinds",
        child=serializers.ChoiceField(list(settings.CHANNELS)),
        help_text="The channels whose tickets round robin hands to the member; empty: all.",
    )

    class Meta:
        model = Duty
        fields = ["state", "since", "channels"]

    def update(self, duty, changed):
        if "kinds" in changed:
            duty.choose_channels(changed["kinds"])
        return duty


class MemberSerializer(serializers.ModelSerializer):
    name = serializers.CharField(source="user.name", read_only=True)
    email = serializers.EmailField(source="user.email", read_only=True)
    assignable = serializers.SerializerMethodField(help_text="Whether tickets can be given to this member.")
    duty = serializers.SerializerMethodField(help_text="Null: nothing was heard of the member yet.")
    open_tickets = serializers.IntegerField(read_only=True)

    class Meta:
        model = Membership
        fields = ["id", "name", "email", "role", "assignable", "duty", "open_tickets"]
        read_only_fields = fields

    def get_assignable(self, membership) -> bool:
        return membership.may(Action.WORK_INBOX)

    @extend_schema_field(DutySerializer(allow_null=True))
    def get_duty(self, membership):
        duty = getattr(membership, "duty", None)
        return duty and DutySerializer(duty).data
