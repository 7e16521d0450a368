from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from accounts.access import agent_required
from inbox import doubts
from inbox.views.blocks import ticket_of
from inbox.views.tickets import shown


@agent_required
@require_http_methods(["POST", "DELETE"])
def opt_out_doubt(request, profile_id):
    """POST: what the person wrote is an opt-out. DELETE: it is none."""
    profile = get_object_or_404(request.account.profiles, pk=profile_id)
    ticket = ticket_of(request, profile)
    settle = doubts.deny if request.method == "DELETE" else doubts.confirm
    settle(profile, by=request.membership)
    ticket.profile.refresh_from_db()
    return shown(request, ticket)
