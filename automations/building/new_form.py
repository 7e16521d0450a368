"""A new automation: from nothing, or from a template (H14)."""

from django import forms

from automations import script_templates
from automations.models import Automation
from inbox.models.published import LONGEST_NAME


class NewAutomationForm(forms.Form):
    """Without a name it is called as its template; the name stands first on the page that follows."""

    name = forms.CharField(max_length=LONGEST_NAME, required=False)
    template = forms.ChoiceField(required=False, choices=script_templates.choices)

    def __init__(self, data=None, *, account):
        super().__init__(data)
        self.account = account

    def save(self) -> Automation | None:
        """None when it is refused, with the reason beside it."""
        if not self.is_valid():
            return None
        name = self.cleaned_data["name"] or self.chosen.name
        return Automation.objects.make(self.account, name, script=self.chosen.script().as_json())

    @property
    def chosen(self) -> script_templates.Template:
        return script_templates.find(self.cleaned_data["template"])
