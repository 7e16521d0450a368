import re
from decimal import Decimal, InvalidOperation

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db.models import Case, CharField, DecimalField, F, Func, Q, TextField, Value, When
from django.db.models.functions import Left
from django.db.models.lookups import Exact, GreaterThan, IContains, IExact, IsNull, LessThan, Regex

from campaigns.conditions.base import Condition, Scalar
from profiles.models.property_name import LONGEST, is_date

NUMBER = r"^-?\d{1,30}(\.\d{1,30})?$"
DAY = r"^\d{4}-\d\d-\d\d([T ]|$)"
WITHOUT_VALUE = ("true", "false", "set", "not_set")
OF_KIND = {
    "text": ["is", "is_not", "contains", "contains_not"],
    "number": ["is", "is_not", "greater", "less"],
    "boolean": ["true", "false"],
    "date": ["on", "before", "after"],
    "list": ["contains", "contains_not"],
}


class PropertyCondition(Condition):
    """Upper and lower case are the same. A list contains what stands in it. Whoever lacks the property is not
    what is asked for, so they fit “is not”."""

    kind, label = "property", "Property"
    hows = {
        "is": "is",
        "is_not": "is not",
        "contains": "contains",
        "contains_not": "does not contain",
        "greater": "is more than",
        "less": "is less than",
        "true": "is true",
        "false": "is false",
        "on": "is on the day",
        "before": "is before",
        "after": "is after",
        "set": "is known",
        "not_set": "is not known",
    }
    shaping = ("name", "how")
    field_order = ["name", "how", "value"]

    name = Scalar(
        label="Property",
        max_length=LONGEST,
        error_messages={"required": "Name the property."},
        widget=forms.TextInput({"list": "property-names", "placeholder": "Property", "autocomplete": "off"}),
    )
    value = Scalar(
        label="Value",
        max_length=200,
        required=False,
        widget=forms.TextInput({"placeholder": "Value", "autocomplete": "off"}),
    )

    def offer(self):
        """What fits the kinds of values that the property had; all, where nobody has it yet."""
        given, name = self["how"].value(), self["name"].value()
        kinds = self.vocabulary.properties.get(name, set()) if isinstance(name, str) else set()
        fitting = ["set", "not_set", given, *(how for kind in kinds for how in OF_KIND[kind])]
        self.fields["how"].widget.choices = [
            (how, words) for how, words in self.hows.items() if not kinds or how in fitting
        ]
        if given in ("on", "before", "after"):
            self.fields["value"].widget.input_type = "date"
        if given in WITHOUT_VALUE:
            self.fields["value"].widget = forms.HiddenInput()

    def clean_name(self) -> str:
        parts = self.cleaned_data["name"].split(".")
        if len(parts) > 2 or not all(part.strip() for part in parts):
            raise ValidationError("A property's name has one part or two, as in pet.size.", code="invalid")
        return self.cleaned_data["name"]

    def clean(self):
        super().clean()
        how, value = self.cleaned_data.get("how"), self.cleaned_data.get("value", "")
        if how in WITHOUT_VALUE:
            self.cleaned_data["value"] = ""
        elif how and "value" not in self.errors:
            self._check(how, value)

    def _check(self, how: str, value: str) -> None:
        wrong = ""
        if not value:
            wrong = "Give a value."
        elif how in ("greater", "less") and not re.match(NUMBER, value):
            wrong = "Give a number, such as 3 or 59.90."
        elif how in ("on", "before", "after") and not (is_date(value) and len(value) == 10):
            wrong = "Give a date, such as 2026-11-30."
        if wrong:
            self.add_error("value", ValidationError(wrong, code="invalid"))

    @staticmethod
    def find(rule):
        text = of(rule["name"])
        known = Q(IsNull(text, False)) & ~Q(Exact(text, ""))
        how, value = rule["how"], rule.get("value", "")
        if how in ("set", "not_set"):
            return surely(known if how == "set" else ~known)
        if how in ("is_not", "contains_not"):
            return ~surely(FOUND[how.removesuffix("_not")](text, value))
        return surely(FOUND[how](text, value))

    @staticmethod
    def words(rule, vocabulary):
        return " ".join(
            filter(
                None,
                ["have", rule["name"], "that", PropertyCondition.hows[rule["how"]], rule.get("value", "")],
            )
        )


def of(name: str) -> Func:
    """The property as text; a list as its JSON; NULL where the person lacks it. The path is a parameter, never SQL."""
    path = Value(name.split("."), output_field=ArrayField(CharField()))
    return Func(
        F("properties"), path, arg_joiner=" #>> ", template="(%(expressions)s)", output_field=TextField()
    )


def surely(condition: Q) -> Q:
    """Not unknown, as SQL has it, but false, so that it can be turned round."""
    return Q(Exact(Case(When(condition, then=Value(True)), default=Value(False)), True))


def as_number(text):
    numeric = Func(text, template="(%(expressions)s)::numeric", output_field=DecimalField())
    return Case(When(Regex(text, NUMBER), then=numeric))


def as_day(text):
    """The day that it begins with; days as ISO 8601 writes them are in order as texts."""
    return Case(When(Regex(text, DAY), then=Left(text, 10)))


def equal(text, value: str) -> Q:
    same = Q(IExact(text, value))
    try:
        number = Decimal(value) if re.match(NUMBER, value) else None
    except InvalidOperation:
        number = None
    return same if number is None else same | Q(Exact(as_number(text), number))


FOUND = {
    "is": equal,
    "contains": lambda text, value: Q(IContains(text, value)),
    "greater": lambda text, value: Q(GreaterThan(as_number(text), Decimal(value))),
    "less": lambda text, value: Q(LessThan(as_number(text), Decimal(value))),
    "true": lambda text, value: Q(Exact(text, "true")),
    "false": lambda text, value: Q(Exact(text, "false")),
    "on": lambda text, value: Q(Exact(as_day(text), value)),
    "before": lambda text, value: Q(LessThan(as_day(text), value)),
    "after": lambda text, value: Q(GreaterThan(as_day(text), value)),
}
