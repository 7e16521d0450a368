import json

from rest_framework import serializers

MOST = 16 * 1024  # characters


def kept(value):
    """What can be kept as JSON, of a reasonable size. Raises ValidationError."""
    try:
        text = json.dumps(value, allow_nan=False, ensure_ascii=False)
        text.encode()
    except (ValueError, RecursionError):
        raise serializers.ValidationError("This can't be kept as JSON.") from None
    if "\\u0000" in text:
        raise serializers.ValidationError("Null characters are not allowed.")
    if len(text) > MOST:
        raise serializers.ValidationError(f"Up to {MOST:,} characters of JSON can be kept.")
    return value
