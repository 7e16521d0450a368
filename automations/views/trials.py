"""An automation on one's own phone (H10): begun from beside the simulator, and really sent."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts.access import Action, member_may
from automations import trying
from inbox.channels import Refusal


class TrialForm(forms.Form):
    number = forms.CharField(
        label="Number of your phone",
        max_length=40,
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel", "placeholder": "+1 503 555 0123"}),
    )


@member_may(Action.MANAGE_AUTOMATIONS)
@require_POST
def trial(request, automation_id):
    automation = request.account.automations.by_id(automation_id)
    form = TrialForm(request.POST, auto_id="trial-%s")
    begun = begin(automation, form, by=request.membership)
    if begun and not request.htmx:
        messages.success(request, "It is on its way to your phone.")
        return redirect("automations:simulation", automation.pk)
    template = "_trial" if request.htmx else "trial"
    context = {"automation": automation, "form": form, "begun": begun}
    return render(request, f"automations/trials/{template}.html", context, status=200 if begun else 422)


def begin(automation, form: TrialForm, by):
    """None when it is refused, with the reason beside the number."""
    if not form.is_valid():
        return None
    try:
        return trying.try_on(automation, form.cleaned_data["number"], by=by)
    except Refusal as refusal:
        form.add_error("number", f"{refusal.title}. {refusal.text}")
    except ValidationError as error:
        form.add_error("number", error.messages)
    return None
