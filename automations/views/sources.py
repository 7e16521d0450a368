from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_safe

from accounts.access import Action, member_may


@member_may(Action.MANAGE_AUTOMATIONS)
@require_safe
def source(request, source_id):
    """The automation that a text in a thread came from: threads know the sender by its source."""
    found = get_object_or_404(request.account.automations.select_related("source"), source=source_id)
    if found.is_removed:
        messages.info(request, f"“{found}” was deleted. What it sent stays in the threads.")
        return redirect("automations:automations")
    return redirect("automations:automation", found.pk)
