"""What the account keeps about a person besides what every person has (H11, K1): properties, as JSON."""

import json
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, models

from profiles.models.property_name import PropertyName

LONGEST = 16 * 1024  # characters of JSON, for one person

SET = """
UPDATE profiles_profile SET properties = (properties || %s::jsonb) - %s::text[] WHERE id = %s RETURNING properties::text
"""


def check(properties: dict[str, Any]) -> None:
    """Raises ValidationError with a sentence to show."""
    try:
        text = json.dumps(properties, allow_nan=False, ensure_ascii=False)
        text.encode()
    except (ValueError, TypeError, RecursionError):
        raise ValidationError("This can't be kept as JSON.") from None
    if "\\u0000" in text:
        raise ValidationError("Null characters are not allowed.")
    if len(text) > LONGEST:
        raise ValidationError(f"Up to {LONGEST:,} characters of JSON can be kept.")


class Describing(models.Model):
    properties = models.JSONField(default=dict, blank=True)

    class Meta:
        abstract = True

    def set_properties(self, **values: Any) -> None:
        """Set these and leave the others; None takes one away. Raises ValidationError when it is too much.

        One statement, so that two who set different ones at once both do.
        """
        kept = {name: value for name, value in values.items() if value is not None}
        check(self.properties | kept)
        gone = [name for name in values if name not in kept]
        with connection.cursor() as cursor:
            cursor.execute(SET, [json.dumps(kept), gone, self.pk])
            self.properties = json.loads(cursor.fetchone()[0])
        PropertyName.note(self.account_id, kept)

    def replace_properties(self, values: dict[str, Any]) -> None:
        """These and no others. Raises ValidationError."""
        check(values)
        type(self)._default_manager.filter(pk=self.pk).update(properties=values)
        self.properties = values
        PropertyName.note(self.account_id, values)

    @property
    def property_lines(self) -> list[tuple[str, str]]:
        """Each property by its name, as it is shown."""
        return [(name, told(value)) for name, value in flattened(self.properties)]


def flattened(properties: dict[str, Any]) -> list[tuple[str, Any]]:
    """Those within another one by their path, as `pet.size`."""
    lines: list[tuple[str, Any]] = []
    for name, value in sorted(properties.items()):
        inner = value.items() if isinstance(value, dict) else ()
        lines += [(f"{name}.{key}", each) for key, each in sorted(inner)] or [(name, value)]
    return lines


def told(value: Any) -> str:
    match value:
        case None | "" | [] | {}:
            return "–"
        case bool():
            return "Yes" if value else "No"
        case list():
            return ", ".join(told(each) for each in value)
        case dict():
            return json.dumps(value, ensure_ascii=False)
    return str(value)
