"""What the account keeps about its people (H11): the names of properties that were ever saved, and of what kind their
values were, so that segments and texts can offer them."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import models

from accounts.models import AccountOwned

LONGEST = 120
MOST = 1000  # of an account: what a program invents without end is kept, but not offered


class Kind(models.TextChoices):
    TEXT = "text", "Text"
    NUMBER = "number", "Number"
    BOOLEAN = "boolean", "True or false"
    DATE = "date", "Date"
    LIST = "list", "List"


class PropertyName(AccountOwned):
    """One name, and one kind of values that it had. `name` is a path of one or two parts: `pet`, `pet.size`."""

    account = models.ForeignKey(
        "accounts.Account", on_delete=models.CASCADE, related_name="property_names", db_index=False
    )
    name = models.CharField(max_length=LONGEST)
    kind = models.CharField(max_length=8, choices=Kind)

    class Meta:
        ordering = ["name", "kind"]
        constraints = [models.UniqueConstraint(fields=["account", "name", "kind"], name="property_name_once")]

    def __str__(self):
        return self.name

    @classmethod
    def note(cls, account_id: int, properties: dict[str, Any]) -> None:
        """Remember the names that are new. A name with a dot in it could not be told from a path and is left out."""
        seen = dict.fromkeys(named(properties))
        known = set(
            cls.objects.filter(account=account_id, name__in=[name for name, _ in seen]).values_list(
                "name", "kind"
            )
        )
        new = [pair for pair in seen if pair not in known]
        if new and cls.objects.filter(account=account_id).count() < MOST:
            cls.objects.bulk_create(
                (cls(account_id=account_id, name=name, kind=kind) for name, kind in new[:MOST]),
                ignore_conflicts=True,
            )


def named(properties: dict[str, Any], above: str = "") -> Iterator[tuple[str, Kind]]:
    """Each name with the kind of its value, two levels deep."""
    for key, value in properties.items():
        name = f"{above}{key}"
        if "." in key or not key.strip() or len(name) > LONGEST:
            continue
        if isinstance(value, dict):
            if not above:
                yield from named(value, f"{name}.")
        elif value is not None:
            yield name, kind_of(value)


def kind_of(value: Any) -> Kind:
    match value:
        case bool():
            return Kind.BOOLEAN
        case int() | float():
            return Kind.NUMBER
        case list():
            return Kind.LIST
    return Kind.DATE if is_date(str(value)) else Kind.TEXT


def is_date(text: str) -> bool:
    """Whether it begins with a day, as ISO 8601 writes it: 2026-11-30, also with a time after it."""
    if len(text) > 10 and text[10] not in "T ":
        return False
    try:
        return date.fromisoformat(text[:10]).isoformat() == text[:10]
    except ValueError:
        return False
