from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.access import Action
from accounts.models import Account, ApiKey, Membership


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


class MemberSerializer(serializers.ModelSerializer):
    name = serializers.CharField(source="user.name", read_only=True)
    email = serializers.EmailField(source="user.email", read_only=True)
    assignable = serializers.SerializerMethodField(help_text="Whether tickets can be given to this member.")

    class Meta:
        model = Membership
        fields = ["id", "name", "email", "role", "assignable"]
        read_only_fields = fields

    def get_assignable(self, membership) -> bool:
        return membership.may(Action.WORK_INBOX)
