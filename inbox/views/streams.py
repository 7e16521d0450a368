from django.http import JsonResponse

from accounts.access import agent_required
from helpdesk import live


@agent_required
def stream(request):
    """Where this member's live stream is, for the next ten minutes."""
    token = live.token(request.account.pk, request.membership.pk)
    return JsonResponse({"url": f"/live/?token={token}", "expires_in": live.TOKEN_SECONDS})
