from rest_framework import serializers

from inbox.models import NotificationAddress


class NotificationAddressSerializer(serializers.ModelSerializer):
    channel = serializers.CharField(source="channel.kind", read_only=True)
    confirmed_at = serializers.DateTimeField(
        read_only=True,
        allow_null=True,
        help_text="null: its owner has not followed the link in our mail yet.",
    )
    told_at = serializers.DateTimeField(
        read_only=True, allow_null=True, help_text="When it got its last mail."
    )
    trouble = serializers.CharField(
        read_only=True, help_text="Why the last mail could not be sent; blank: it was."
    )

    class Meta:
        model = NotificationAddress
        fields = ["id", "email", "channel", "confirmed_at", "told_at", "trouble", "added_at"]
        read_only_fields = fields


class NotificationAddressForm(serializers.Serializer):
    email = serializers.EmailField(max_length=254)
