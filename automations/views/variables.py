"""What can be filled into the texts of an automation, fetched when its menu opens."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.access import Action, member_may
from automations.building.offering import offered


@member_may(Action.MANAGE_AUTOMATIONS)
@require_GET
def variables(request, automation_id):
    automation = request.account.automations.by_id(automation_id)
    context = {"variables": offered(request.account, automation.edited)}
    return render(request, "automations/variables/_choices.html", context)
