"""The account's automations (H): their list, what a new one begins from, and the page of one that is or was on."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import Action, member_may
from accounts.rendering import render_form
from automations import script_templates
from automations.building.new_form import NewAutomationForm
from automations.models import Automation
from automations.views import results
from inbox.channels import Refusal

manager_required = member_may(Action.MANAGE_AUTOMATIONS)


@manager_required
@require_http_methods(["GET", "POST"])
def automations(request):
    form = NewAutomationForm(request.POST or None, account=request.account)
    if request.method == "POST" and (made := form.save()):
        messages.success(request, f"Now give it a keyword, such as {form.chosen.keyword}.")
        return redirect("automations:draft", made.pk)
    listed = request.account.automations.for_list(timezone.now())
    context = {"automations": listed, "form": form, **offered(request)}
    return render_form(request, "automations/automations/list.html", context)


@manager_required
@require_GET
def templates(request):
    """What a new one can begin from (H14)."""
    context = {"form": NewAutomationForm(account=request.account), **offered(request)}
    return render(request, "automations/automations/templates.html", context)


def offered(request) -> dict:
    language = script_templates.language_of(request.GET.get("language", ""))
    return {
        "templates": script_templates.in_language(language),
        "languages": script_templates.LANGUAGES,
        "language": language,
    }


@manager_required
@require_http_methods(["GET", "DELETE"])
def automation(request, automation_id):
    """What came of it; one that never was on has a draft only."""
    found = request.account.automations.by_id(automation_id)
    if request.method == "DELETE":
        return deleted(request, found)
    if found.live_version is None:
        return redirect("automations:draft", found.pk)
    return render(
        request,
        "automations/automations/automation.html",
        context_of(found) | results.context_of(found, request.GET),
    )


def context_of(automation: Automation) -> dict:
    return {
        "automation": automation,
        "version": automation.version,
        "versions": automation.versions.with_people(),
        "changed": automation.draft,
        "inside": automation.sessions.running().count(),
    }


def deleted(request, automation):
    try:
        automation.remove()
    except Refusal as refusal:
        messages.error(request, refusal.text)
        return redirect("automations:automation", automation.pk)
    messages.success(request, f"“{automation}” is deleted.")
    return redirect("automations:automations")


@manager_required
@require_POST
def copies(request, automation_id):
    copy = request.account.automations.by_id(automation_id).duplicate()
    messages.success(request, "This is the copy. Give it a keyword of its own.")
    return redirect("automations:draft", copy.pk)
