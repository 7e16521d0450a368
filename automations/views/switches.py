from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.utils.text import get_text_list
from django.views.decorators.http import require_http_methods

from accounts.access import Action, member_may
from automations.building.automation_form import AutomationForm
from automations.views.drafts import page


@member_may(Action.MANAGE_AUTOMATIONS)
@require_http_methods(["POST", "DELETE"])
def switch(request, automation_id):
    """On, by what stands in the builder; or off, and the people inside finish or stop (H1, H12)."""
    automation = request.account.automations.by_id(automation_id)
    if request.method == "DELETE":
        return switched_off(request, automation)
    form = AutomationForm(request.POST, automation=automation) if "name" in request.POST else None
    if form and not form.save(by=request.membership):
        return page(request, form)
    try:
        automation.switch_on()
    except ValidationError:
        return page(request, AutomationForm(None, automation=automation), status=422)
    return switched_on(request, automation)


def switched_on(request, automation):
    words = get_text_list([f"“{word}”" for word in automation.version.keywords], "or")
    messages.success(request, f"“{automation}” is on: it begins with {words}.")
    return redirect("automations:automation", automation.pk)


def switched_off(request, automation):
    left = automation.switch_off(stop=request.POST.get("people") == "stop")
    words = f"{left:,} left it." if left else "Whoever is inside goes on to the end."
    messages.success(request, f"“{automation}” is off. {words}")
    return redirect("automations:automation", automation.pk)
