"""Phone numbers: E.164 inside ("+15035550123"; short codes are bare digits), formatted for people outside."""

import phonenumbers
from django.core.exceptions import ValidationError


def normalise(raw: str, region: str | None = None) -> str:
    """E.164 of what a person typed. Raises ValidationError with a sentence to show."""
    try:
        number = phonenumbers.parse(raw, region)
    except phonenumbers.NumberParseException:
        raise ValidationError("Write the number with its country code, such as +1 503 555 0100.") from None
    if not phonenumbers.is_possible_number(number):
        raise ValidationError("This can't be a phone number: it has too few or too many digits.")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def display(number: str) -> str:
    """“(503) 555-0123” style for +1, international elsewhere, and as it is where it is no full number."""
    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return number
    style = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(
        parsed, style.NATIONAL if parsed.country_code == 1 else style.INTERNATIONAL
    )


def is_toll_free(number: str) -> bool:
    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.number_type(parsed) == phonenumbers.PhoneNumberType.TOLL_FREE
