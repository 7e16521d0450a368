"""What was not understood (H12), and making it a synonym of a choice."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import Action, member_may
from accounts.rendering import render_form
from automations.outcomes.not_understood import not_understood
from automations.outcomes.synonym_form import SynonymForm


@member_may(Action.MANAGE_AUTOMATIONS)
@require_safe
def words(request, automation_id):
    return told(request, request.account.automations.by_id(automation_id))


@member_may(Action.MANAGE_AUTOMATIONS)
@require_http_methods(["GET", "POST"])
def synonyms(request, automation_id):
    """What the words would have changed; or they are added to the draft."""
    automation = request.account.automations.by_id(automation_id)
    form = SynonymForm(request.POST or request.GET, automation, by=request.membership)
    if request.method == "POST" and (choice := form.save()):
        return added(
            request, automation, f"“{form.cleaned_data['synonym']}” means “{choice.text}” in the draft."
        )
    template = "_effect.html" if request.htmx else "page.html"
    context = {"automation": automation, "form": form, "effect": form.effect()}
    return render_form(request, f"automations/synonyms/{template}", context)


def added(request, automation, note: str):
    if request.htmx:
        return told(request, automation, note)
    messages.success(request, note)
    return redirect("automations:not_understood", automation.pk)


def told(request, automation, note: str = ""):
    template = "_words.html" if request.htmx else "page.html"
    context = {"automation": automation, "blocks": not_understood(automation), "note": note}
    return render(request, f"automations/not_understood/{template}", context)
