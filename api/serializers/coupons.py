from rest_framework import serializers

from sms.coupon_codes import MOST
from sms.models import Coupon, CouponPool


class CouponPoolSerializer(serializers.ModelSerializer):
    variable = serializers.CharField(
        read_only=True, help_text="How texts name it, in braces. It never changes."
    )
    left = serializers.IntegerField(read_only=True, help_text="Codes that were not handed out yet.")
    given = serializers.IntegerField(read_only=True, help_text="Codes that were handed out.")
    is_low = serializers.BooleanField(read_only=True, help_text="Fewer than `low_at` are left.")

    class Meta:
        model = CouponPool
        fields = [
            "id",
            "name",
            "variable",
            "one_per_person",
            "low_at",
            "left",
            "given",
            "is_low",
            "created_at",
        ]
        read_only_fields = fields


class CouponPoolForm(serializers.ModelSerializer):
    class Meta:
        model = CouponPool
        fields = ["name", "one_per_person", "low_at"]
        extra_kwargs = {
            "name": {"help_text": "It makes the variable: “Spring sale” is `coupon.spring-sale`."},
            "one_per_person": {"help_text": "Whoever has got a code gets the same one again. The default."},
            "low_at": {"help_text": "`is_low` is true while fewer codes than that are left."},
        }


class CouponSerializer(serializers.ModelSerializer):
    profile = serializers.IntegerField(
        source="profile_id", read_only=True, allow_null=True, help_text="Who got it; null while it is free."
    )

    class Meta:
        model = Coupon
        fields = ["id", "code", "profile", "handed_out_at"]
        read_only_fields = fields


class CodesForm(serializers.Serializer):
    codes = serializers.ListField(
        child=serializers.CharField(allow_blank=True),
        max_length=MOST,
        help_text=f"At most {MOST:,} at once. Spaces around a code are taken away.",
    )


class ImportSerializer(serializers.Serializer):
    added = serializers.IntegerField()
    duplicates = serializers.IntegerField(help_text="Were there already, or given twice.")
    wrong = serializers.ListField(
        child=serializers.CharField(),
        source="codes.wrong",
        help_text="Can be no codes: they have spaces or braces.",
    )
