"""Words that shall mean a choice too: tried first, then added."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from automations.models import Automation
from automations.outcomes import replaying, synonyms
from automations.outcomes.replaying import Effect
from automations.script import Choice


class SynonymForm(forms.Form):
    question = forms.CharField(max_length=12)
    choice = forms.CharField(max_length=12)
    synonym = forms.CharField(
        max_length=1000, error_messages={"required": "Write the words that mean this choice."}
    )

    def __init__(self, data, automation: Automation, by):
        super().__init__(data)
        self.automation, self.by, self.script = automation, by, automation.edited.read_script()

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or {}
        if len(asked) == len(self.fields):
            self._judge(asked)
        return asked

    def _judge(self, asked: dict[str, Any]) -> None:
        try:
            asked["synonym"] = synonyms.clean(asked["synonym"])
            synonyms.with_synonym(self.script, asked["question"], asked["choice"], asked["synonym"])
        except ValidationError as error:
            self.add_error("synonym", error)

    def effect(self) -> Effect | None:
        """None when it is refused."""
        if not self.is_valid():
            return None
        question, choice = synonyms.found(
            self.script, self.cleaned_data["question"], self.cleaned_data["choice"]
        )
        return replaying.effect(self.automation, question, choice, self.cleaned_data["synonym"])

    def save(self) -> Choice | None:
        """The choice that understands it now; None when it is refused, with the reason beside it."""
        if not self.is_valid():
            return None
        asked = self.cleaned_data
        try:
            return self.automation.understand(
                asked["synonym"], asked["question"], asked["choice"], by=self.by
            )
        except ValidationError as error:
            self.add_error("synonym", error)
            return None
