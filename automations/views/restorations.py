from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from accounts.access import Action, member_may


@member_may(Action.MANAGE_AUTOMATIONS)
@require_POST
def restoration(request, automation_id, number):
    """An earlier version becomes the draft (H12)."""
    automation = request.account.automations.by_id(automation_id)
    version = get_object_or_404(automation.versions.exclude(published_at=None), number=number)
    try:
        automation.restore(version, by=request.membership)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("automations:automation", automation.pk)
    messages.success(
        request, f"The draft says what version {number} said. Nobody meets it before you use it."
    )
    return redirect("automations:draft", automation.pk)
