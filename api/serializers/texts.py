from rest_framework import serializers

from profiles.models import Profile


class ProfileField(serializers.PrimaryKeyRelatedField):
    def get_queryset(self):
        return self.context["request"].account.profiles.all()


class TextForm(serializers.Serializer):
    text = serializers.CharField(
        trim_whitespace=False,
        max_length=5000,
        help_text="With variables, coupons and links as they are written.",
    )
    profile = ProfileField(
        queryset=Profile.objects.none(),
        required=False,
        allow_null=True,
        default=None,
        pk_field=serializers.IntegerField(),
        help_text="Whose values are filled in; without it, those of a sample person.",
    )
    prefixed = serializers.BooleanField(
        default=False, help_text="Whether the organization is put before it, as before marketing texts."
    )


class PlainSerializer(serializers.Serializer):
    """How the text could be written to take fewer segments."""

    characters = serializers.ListField(child=serializers.CharField(), help_text="What would be replaced.")
    letters = serializers.BooleanField(
        help_text="Whether letters are among them, which changes how words are spelt."
    )
    body = serializers.CharField()
    segments = serializers.IntegerField()


class TextPreviewSerializer(serializers.Serializer):
    body = serializers.CharField(
        help_text="As it would be sent; coupon codes are samples, and short links lead nowhere."
    )
    encoding = serializers.CharField(source="measure.encoding", help_text="`GSM-7` or `UCS-2`.")
    segments = serializers.IntegerField(source="measure.segments")
    left = serializers.IntegerField(source="measure.left", help_text="Units free in the last segment.")
    credits = serializers.IntegerField(help_text="What sending it once takes.")
    plain = PlainSerializer(allow_null=True)
