from django.views.decorators.http import require_POST

from accounts.access import Action, member_may
from automations.building import stand_ins
from sms.views.stand_ins import answered


@member_may(Action.MANAGE_AUTOMATIONS)
@require_POST
def of_text(request, automation_id):
    """What the variables of a text become, for its counter."""
    version = request.account.automations.by_id(automation_id).edited
    return answered(request, stand_ins.in_text, version)
