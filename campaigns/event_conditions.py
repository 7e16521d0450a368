"""Which events start a flow besides their name (G2): conditions on what they bring along. All of them must hold."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError

MOST = 10
LONGEST = 200
OPERATORS = {
    "is": "is",
    "is_not": "is not",
    "contains": "contains",
    "greater": "is more than",
    "less": "is less than",
    "set": "is there",
    "not_set": "is not there",
}
WITHOUT_VALUE = ("set", "not_set")
NUMERIC = ("greater", "less")


def check(conditions: list[dict[str, str]]) -> None:
    """Raises ValidationError when one makes no sense, or not yet. Each has `name`, `operator` and `value`."""
    if len(conditions) > MOST:
        raise ValidationError(f"At most {MOST} conditions can be set.", code="too_many")
    for condition in conditions:
        name, operator, value = (condition[key] for key in ("name", "operator", "value"))
        if not name:
            raise ValidationError("Say which of the event's values is meant.", code="no_name")
        if max(len(name), len(value)) > LONGEST:
            raise ValidationError(f"{LONGEST} characters are enough for “{name[:20]}…”.", code="too_long")
        if operator not in OPERATORS:
            raise ValidationError(f"“{operator}” is no comparison.", code="operator")
        if operator in NUMERIC and number(value) is None:
            raise ValidationError(f"“{name}” is compared with a number: “{value}” is none.", code="number")
        if operator not in WITHOUT_VALUE and not value:
            raise ValidationError(f"Say what “{name}” is compared with.", code="no_value")


def told(condition: dict[str, str]) -> str:
    parts = (condition["name"], OPERATORS[condition["operator"]], condition["value"])
    return " ".join(parts[:2] if condition["operator"] in WITHOUT_VALUE else parts)


def hold(conditions: list[dict[str, str]], event) -> bool:
    return all(_holds(found(event, each["name"]), each["operator"], each["value"]) for each in conditions)


def found(event, name: str) -> Any:
    """`value` and `currency` are the event's own; any other name is a path into its data: `order.country`."""
    if name in ("value", "currency"):
        return getattr(event, name)
    here: Any = event.data
    for part in name.split("."):
        if not isinstance(here, dict):
            return None
        here = here.get(part)
    return here


def _holds(actual: Any, operator: str, value: str) -> bool:
    there = actual is not None and actual != ""
    match operator:
        case "set" | "not_set":
            return there == (operator == "set")
        case "is" | "is_not":
            return _same(actual, value) == (operator == "is")
        case "contains":
            return there and _contains(actual, value)
    one, other = number(actual), number(value)
    if one is None or other is None:
        return False
    return one > other if operator == "greater" else one < other


def _same(actual: Any, value: str) -> bool:
    one, other = number(actual), number(value)
    if one is not None and other is not None:
        return one == other
    return actual is not None and _text(actual) == value.casefold()


def _contains(actual: Any, value: str) -> bool:
    if isinstance(actual, list):
        return any(_same(item, value) for item in actual)
    return value.casefold() in _text(actual)


def _text(actual: Any) -> str:
    return str(actual).casefold()


def number(value: Any) -> Decimal | None:
    """True and false are no numbers."""
    if isinstance(value, bool):
        return None
    try:
        parsed = Decimal(str(value))
    except InvalidOperation:
        return None
    return parsed if parsed.is_finite() else None
