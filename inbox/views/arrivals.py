from dataclasses import asdict
from datetime import UTC, datetime

from django.http import JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.access import agent_required
from helpdesk.numbers import whole
from inbox.arrivals import since


@agent_required
@require_GET
def arrivals(request):
    """What came in for the member after `?since=` (ms since 1970), and the moment to ask from the next time."""
    now = timezone.now()
    moment = whole(request.GET.get("since", "")) or 0
    found = since(request.membership, datetime.fromtimestamp(min(moment, now.timestamp() * 1000) / 1000, UTC))
    return JsonResponse(
        {"now": int(now.timestamp() * 1000), "arrivals": [asdict(arrival) for arrival in found]}
    )
