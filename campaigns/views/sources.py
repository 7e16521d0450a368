from django.http import StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from accounts.access import Action, member_may
from campaigns import recipients as received
from campaigns.results import results_of


@member_may(Action.SEE_REPORTS)
@require_safe
def source(request, source_id):
    """What came of a campaign or flow, be it ours or another system's; the labels in threads lead here. Whoever runs
    campaigns goes on to the campaign's own page."""
    found = get_object_or_404(request.account.sources.select_related("campaign"), pk=source_id)
    if hasattr(found, "campaign") and request.membership.may(Action.MANAGE_AUTOMATIONS):
        return redirect("campaigns:campaign", found.campaign.pk)
    return render(request, "campaigns/sources/page.html", {"source": found, "results": results_of(found)})


@member_may(Action.MANAGE_AUTOMATIONS)
@require_safe
def recipients(request, source_id):
    """A file with names and numbers, so not for everybody who may see how many there were."""
    found = get_object_or_404(request.account.sources, pk=source_id)
    file = StreamingHttpResponse(received.table(found), content_type="text/csv; charset=utf-8")
    file["Content-Disposition"] = f'attachment; filename="recipients-{found.pk}.csv"'
    return file
