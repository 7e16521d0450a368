from typing import cast

from django import forms
from django.core.exceptions import ValidationError

from accounts.access import Action
from inbox.models import Macro, Tag
from inbox.models.macro import LONGEST
from inbox.models.steps import Afterwards, Assign


class MacroForm(forms.Form):
    name = forms.CharField(max_length=80, widget=forms.TextInput({"autocomplete": "off"}))
    shortcut = forms.CharField(
        max_length=31,
        required=False,
        help_text="One word. Typed in an answer after a slash and before a space, it is replaced by the text.",
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false", "placeholder": "refund"}),
    )
    shared = forms.BooleanField(
        label="For the whole team", required=False, help_text="Otherwise for you alone."
    )
    body = forms.CharField(
        label="Text", max_length=LONGEST, required=False, strip=False, widget=forms.Textarea({"rows": 6})
    )
    tags = forms.ModelMultipleChoiceField(
        Tag.objects.none(),
        label="Add tags",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "One of the tags was deleted meanwhile. Choose again."},
    )
    assign = forms.ChoiceField(label="Assign to", required=False)
    afterwards = forms.ChoiceField(label="Afterwards the ticket is", choices=Afterwards, required=False)

    def __init__(self, *args, request, macro: Macro | None = None, **kwargs):
        super().__init__(*args, **kwargs | {"initial": _initial(macro)})
        self.membership = request.membership
        team = request.account.memberships.who_may(Action.WORK_INBOX).by_name()
        self.team = {str(member.pk): member for member in team}
        names = [(pk, str(member)) for pk, member in self.team.items()]
        cast(forms.ChoiceField, self.fields["assign"]).choices = [*Assign.choices, ("The team", names)]
        tags = cast("forms.ModelMultipleChoiceField[Tag]", self.fields["tags"])
        tags.queryset = request.account.tags.all()

    def save(self, verb) -> Macro | None:
        """What the verb makes of it; None when it refuses, with its reasons beside the fields."""
        if not self.is_valid():
            return None
        try:
            return verb(**self._values())
        except ValidationError as error:
            self.add_error(None, error)
            return None

    def _values(self) -> dict:
        values = dict(self.cleaned_data)
        values["body"] = values["body"].replace("\r\n", "\n")
        values["owner"] = None if values.pop("shared") else self.membership
        values["assignee"] = self.team.get(values["assign"])
        if values["assignee"]:
            values["assign"] = Assign.KEEP
        return values


def _initial(macro: Macro | None) -> dict:
    if macro is None:
        return {"shared": True}
    shown = ("name", "shortcut", "body", "afterwards")
    return {name: getattr(macro, name) for name in shown} | {
        "shared": macro.owner_id is None,
        "tags": [tag.pk for tag in macro.tags.all()],
        "assign": str(macro.assignee_id or macro.assign),
    }
