"""The builder (H1, H12). What is typed is kept as it stands; what is missing is said beside it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import Action, member_may
from automations.building.automation_form import AutomationForm
from automations.building.draft_page import context_of


@member_may(Action.MANAGE_AUTOMATIONS)
@require_http_methods(["GET", "POST", "DELETE"])
def draft(request, automation_id):
    automation = request.account.automations.by_id(automation_id)
    if request.method == "DELETE":
        return discarded(request, automation)
    form = AutomationForm(request.POST or None, automation=automation)
    if request.method == "POST" and form.save(by=request.membership) and not request.htmx:
        return redirect("automations:draft", automation.pk)
    return page(request, form)


def page(request, form, status=None):
    status = status or (422 if form.is_bound and form.errors else 200)
    return render(request, "automations/automations/draft.html", context_of(form), status=status)


def discarded(request, automation):
    automation.discard_draft()
    messages.success(request, "The changes are gone.")
    return redirect("automations:automation", automation.pk)
