from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.models.account import known_time_zone
from api.pagination import Filters
from api.serializers.actors import ActorSerializer
from api.serializers.kept_json import kept
from api.serializers.tags import LabelSerializer
from inbox import profile_tags
from profiles import phones
from profiles.models import Block, Consent, Profile
from profiles.models.blocking import LONGEST_REASON


class ProfileFilters(Filters):
    phone = serializers.CharField(
        max_length=40, required=False, help_text="With its country code: %2B15035550123."
    )
    email = serializers.EmailField(required=False)
    blocked = serializers.BooleanField(required=False)

    def validate_phone(self, value):
        # An unescaped + arrives as a space.
        return phones.normalise("+" + value.strip().lstrip("+"))

    def apply(self, rows):
        if phone := self.validated_data.get("phone"):
            rows = rows.filter(phone=phone)
        if email := self.validated_data.get("email"):
            rows = rows.filter(email__iexact=email)
        if "blocked" in self.validated_data:
            rows = rows.filter(blocked_at__isnull=not self.validated_data["blocked"])
        return rows


class BriefProfileSerializer(serializers.ModelSerializer):
    name = serializers.CharField(read_only=True, help_text="What to call the person.")

    class Meta:
        model = Profile
        fields = ["id", "name", "phone", "email"]
        read_only_fields = fields


class ProfileSerializer(serializers.ModelSerializer):
    """Consent and block are shown here and changed by their own endpoints, which ask where they come from."""

    name = serializers.CharField(read_only=True, help_text="What to call the person.")
    phone = serializers.CharField(
        max_length=40, required=False, allow_blank=True, help_text="With its country code: +1 503 555 0123."
    )
    country = serializers.RegexField(
        r"^[A-Za-z]{2}$", required=False, allow_blank=True, help_text="Two letters (ISO 3166)."
    )
    time_zone = serializers.CharField(
        max_length=64,
        required=False,
        allow_blank=True,
        validators=[known_time_zone],
        help_text="Such as Europe/Berlin.",
    )
    properties = serializers.DictField(
        required=False, help_text="Anything you keep about the person; replaced as a whole."
    )
    tags = serializers.SerializerMethodField(help_text="What the person is tagged with.")
    is_subscriber = serializers.BooleanField(read_only=True, help_text="Whether the person may be texted.")

    class Meta:
        model = Profile
        fields = [
            "id", "name", "phone", "email", "first_name", "last_name", "city", "region", "postal_code", "country",
            "time_zone", "properties", "tags", "is_subscriber", "marketing_since", "transactional_since",
            "opted_out_at", "doubt_due_at", "unreachable_since", "blocked_at", "created_at",
        ]  # fmt: skip
        read_only_fields = [
            "id", "marketing_since", "transactional_since", "opted_out_at", "doubt_due_at",
            "unreachable_since", "blocked_at", "created_at",
        ]  # fmt: skip

    def validate_phone(self, value):
        phone = phones.normalise(value) if value else ""
        if self.instance and self.instance.phone and phone != self.instance.phone:
            # Consent and conversations belong to the number, so another number is another profile.
            raise serializers.ValidationError(
                "A profile's number can't be changed. Make a new profile for it."
            )
        return phone

    def validate_country(self, value):
        return value.upper()

    @extend_schema_field(LabelSerializer(many=True))
    def get_tags(self, profile):
        return LabelSerializer(profile_tags.labels_of(profile), many=True).data

    def validate_properties(self, value):
        return kept(value)

    def validate(self, fields):
        phone, email = (fields.get(name, getattr(self.instance, name, "")) for name in ("phone", "email"))
        if not phone and not email:
            raise serializers.ValidationError("A profile needs a phone number or an e-mail address.")
        return fields

    def save(self, **more):
        properties = self.validated_data.pop("properties", None)
        profile = super().save(**more)
        if properties is not None:
            profile.replace_properties(properties)
        return profile


class ConsentSerializer(serializers.ModelSerializer):
    class Meta:
        model = Consent
        fields = ["id", "kind", "given", "source", "at", "recorded_at"]
        read_only_fields = fields


class ConsentForm(serializers.Serializer):
    kind = serializers.ChoiceField(Consent.Kind.choices)
    given = serializers.BooleanField(help_text="false: withdrawn, which ends both kinds and stops all texts.")
    source = serializers.CharField(
        max_length=200, help_text="Where the person said so: kept as evidence and shown to agents."
    )
    at = serializers.DateTimeField(required=False, help_text="When the person said so; without it, now.")

    def validate_at(self, at):
        if at > timezone.now():
            raise serializers.ValidationError("This lies in the future.")
        if at.year < 1990:
            raise serializers.ValidationError("This is too long ago to be right.")
        return at


class BlockSerializer(serializers.ModelSerializer):
    blocked = serializers.BooleanField(read_only=True, help_text="false: this ended a block.")
    actor = ActorSerializer(source="*", read_only=True)

    class Meta:
        model = Block
        fields = ["id", "blocked", "reason", "actor", "at"]
        read_only_fields = fields


class BlockForm(serializers.Serializer):
    reason = serializers.CharField(
        max_length=LONGEST_REASON,
        required=False,
        allow_blank=True,
        default="",
        help_text="Shown to your team only.",
    )
