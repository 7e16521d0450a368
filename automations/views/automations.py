"""The account's automations (H): their list."""

from django import forms
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import Action, member_may
from accounts.rendering import render_form
from automations.models import Automation
from automations.views.results import context_of
from inbox.models.published import LONGEST_NAME


class NewAutomationForm(forms.Form):
    name = forms.CharField(
        max_length=LONGEST_NAME,
        widget=forms.TextInput({"autocomplete": "off", "placeholder": "Pet survey, Shopping guide …"}),
    )


@member_may(Action.MANAGE_AUTOMATIONS)
@require_http_methods(["GET", "POST"])
def automations(request):
    form = NewAutomationForm(request.POST or None)
    if request.method == "POST" and (made := make(request, form)):
        return redirect("automations:automation", made.pk)
    listed = request.account.automations.for_display()
    return render_form(request, "automations/automations/list.html", {"automations": listed, "form": form})


def make(request, form) -> Automation | None:
    """None when the name is refused, with the reason beside it."""
    if not form.is_valid():
        return None
    try:
        return Automation.objects.make(request.account, form.cleaned_data["name"])
    except ValidationError as error:
        form.add_error("name", error)
        return None


@member_may(Action.MANAGE_AUTOMATIONS)
@require_GET
def automation(request, automation_id):
    found = request.account.automations.by_id(automation_id)
    return render(request, "automations/automations/automation.html", context_of(found, request.GET))
