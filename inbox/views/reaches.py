from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from accounts.access import agent_required
from inbox.views.blocks import ticket_of
from inbox.views.tickets import shown


@agent_required
@require_http_methods(["DELETE"])
def unreachable(request, profile_id):
    """The agent knows better than the last text that failed: the person may be texted again."""
    profile = get_object_or_404(request.account.profiles, pk=profile_id)
    profile.reachable_again()
    return shown(request, ticket_of(request, profile))
