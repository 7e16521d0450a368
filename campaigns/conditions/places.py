from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q

from campaigns.conditions.base import Condition, Scalar


class PlaceCondition(Condition):
    kind, label = "place", "Place"
    hows = {"in": "is in", "not_in": "is not in"}

    country = Scalar(
        label="Country",
        required=False,
        max_length=2,
        min_length=2,
        error_messages={
            "max_length": "Give the country as two letters, such as US.",
            "min_length": "Give the country as two letters, such as US.",
        },
        widget=forms.TextInput({"placeholder": "Country, such as US", "autocomplete": "off"}),
    )
    region = Scalar(
        label="Region",
        required=False,
        max_length=80,
        widget=forms.TextInput({"placeholder": "Region, such as CA", "autocomplete": "off"}),
    )

    def clean_country(self) -> str:
        return self.cleaned_data["country"].upper()

    def clean(self):
        super().clean()
        if not self.errors and not self.cleaned_data["country"] and not self.cleaned_data["region"]:
            raise ValidationError("Give a country or a region.", code="required")

    @staticmethod
    def find(rule):
        here = Q(country=rule["country"]) if "country" in rule else Q()
        if "region" in rule:
            here &= Q(region__iexact=rule["region"])
        return here if rule["how"] == "in" else ~here

    @staticmethod
    def words(rule, vocabulary):
        place = ", ".join(rule[part] for part in ("region", "country") if part in rule)
        return f"are {'in' if rule['how'] == 'in' else 'not in'} {place}"
