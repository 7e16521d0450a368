"""Which part of an automation's results is looked at: what stands after the ?. What makes no sense is left out."""

from datetime import datetime, timedelta
from typing import Any, cast
from urllib.parse import urlencode

from django import forms
from django.utils import timezone

DAYS = {7: "The last 7 days", 30: "The last 30 days", 90: "The last 90 days"}


class ResultsForm(forms.Form):
    version = forms.TypedChoiceField(coerce=int, required=False, empty_value=None, label="Version")
    days = forms.TypedChoiceField(
        choices=[("", "Any time"), *DAYS.items()],
        coerce=int,
        required=False,
        empty_value=None,
        label="Entered",
    )

    def __init__(self, data, automation):
        super().__init__(data)
        numbers = cast(forms.ChoiceField, self.fields["version"])
        published = [each.number for each in automation.versions.all() if not each.is_draft]
        names = [(number, f"Version {number}") for number in published]
        numbers.choices = [("", "All versions"), *names]
        self.full_clean()

    @property
    def asked(self) -> dict[str, Any]:
        """As results_of takes it."""
        return {"version": self.cleaned_data.get("version"), "since": self.since}

    @property
    def since(self) -> datetime | None:
        days = self.cleaned_data.get("days")
        return timezone.now() - timedelta(days=days) if days else None

    @property
    def query(self) -> str:
        """ "version=2&days=30", as it was understood."""
        return urlencode({name: value for name, value in self.cleaned_data.items() if value})
