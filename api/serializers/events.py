from datetime import timedelta

from django.utils import timezone
from rest_framework import serializers

from api.pagination import Filters
from api.serializers.kept_json import kept
from helpdesk.names import one_line
from profiles import phones
from profiles.models import Metric, ProfileEvent

# Keys that are posted stand apart from those of what the helpdesk records itself.
POSTED = "api:"
LONGEST_KEY = 120 - len(POSTED)
CLOCK_SLACK = timedelta(minutes=5)


class EventFilters(Filters):
    metric = serializers.CharField(max_length=80, required=False, help_text="Only of this metric.")

    def apply(self, events):
        metric = self.validated_data.get("metric")
        return events.filter(metric=metric) if metric else events


class ProfileEventSerializer(serializers.ModelSerializer):
    profile = serializers.IntegerField(source="profile_id", read_only=True)
    data = serializers.DictField(read_only=True)
    key = serializers.SerializerMethodField(help_text="The key that it was posted with, if any.")

    class Meta:
        model = ProfileEvent
        fields = ["id", "profile", "metric", "at", "value", "currency", "data", "key", "recorded_at"]
        read_only_fields = fields

    def get_key(self, event) -> str:
        return event.key.removeprefix(POSTED) if event.key.startswith(POSTED) else ""


class EventForm(serializers.Serializer):
    metric = serializers.CharField(
        max_length=80,
        help_text=f"What happened, in plain words: `{Metric.PLACED_ORDER}`, `Started checkout` …",
    )
    at = serializers.DateTimeField(required=False, help_text="When it happened; without it, now.")
    value = serializers.DecimalField(
        max_digits=14,
        decimal_places=2,
        required=False,
        allow_null=True,
        help_text="An amount, with its currency.",
    )
    currency = serializers.RegexField(
        r"^[A-Za-z]{3}$", required=False, allow_blank=True, help_text="Three letters (ISO 4217)."
    )
    data = serializers.DictField(
        required=False, help_text="Anything more, up to 16 KB: an order's number and its products."
    )
    key = serializers.CharField(
        max_length=LONGEST_KEY,
        required=False,
        allow_blank=True,
        help_text="Yours to choose, such as `order-1001`: the same again records nothing and answers the first.",
    )

    def validate_metric(self, metric):
        return one_line(metric)

    def validate_at(self, at):
        if at > timezone.now() + CLOCK_SLACK:
            raise serializers.ValidationError("This lies in the future.")
        if at.year < 1990:
            raise serializers.ValidationError("This is too long ago to be right.")
        return at

    def validate_currency(self, currency):
        return currency.upper()

    def validate_data(self, data):
        return kept(data)

    def validate(self, event):
        value, currency = event.get("value"), event.get("currency", "")
        if value is None and event["metric"] == Metric.PLACED_ORDER:
            raise serializers.ValidationError(
                {"value": "An order needs its value, or it would have no revenue."}
            )
        if value is not None and not currency:
            raise serializers.ValidationError({"currency": "A value needs its currency, such as EUR."})
        if value is None and currency:
            raise serializers.ValidationError({"value": "A currency needs its value."})
        return event


class EventByPhoneForm(EventForm):
    phone = serializers.CharField(max_length=40, help_text="Whose event it is, with the country code.")
    create_profile = serializers.BooleanField(
        default=False, help_text="Make a profile where nobody has this number. It gives no consent."
    )

    def validate_phone(self, phone):
        return phones.normalise(phone)
