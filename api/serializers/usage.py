from rest_framework import serializers

from sms import usage


class UsageDaySerializer(serializers.Serializer):
    day = serializers.DateField()
    credits = serializers.IntegerField(source="segments")


class UsageSerializer(serializers.Serializer):
    month = serializers.DateField(help_text="Its first day, in the account's time zone.")
    credits = serializers.IntegerField(source="segments", help_text="One per segment of an outbound text.")
    texts = serializers.IntegerField()
    limit = serializers.IntegerField(allow_null=True, help_text="Credits a month, at most; null: no limit.")
    left = serializers.IntegerField(allow_null=True, help_text="Of the limit, in this month.")
    price_per_credit = serializers.DecimalField(8, 5, source="price", allow_null=True)
    currency = serializers.CharField(help_text="Of the price, by ISO 4217.")
    estimated_cost = serializers.DecimalField(14, 5, source="cost", allow_null=True)
    by_sender = serializers.DictField(
        source="kinds", child=serializers.IntegerField(), help_text=f"Credits by {', '.join(usage.LABELS)}."
    )
    days = UsageDaySerializer(many=True)


class UsageFilters(serializers.Serializer):
    month = serializers.RegexField(
        r"^[1-9]\d{3}-(0[1-9]|1[0-2])$",
        required=False,
        help_text="Such as 2026-11; without it, the present one.",
    )
