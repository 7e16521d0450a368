"""The flows that a person is in, for those who answer their tickets."""

from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import agent_required
from campaigns.models import Enrolment


@agent_required
@require_GET
def enrolments(request, profile_id):
    person = get_object_or_404(request.account.profiles, pk=profile_id)
    return shown(request, person)


@agent_required
@require_http_methods(["DELETE"])
def enrolment(request, enrolment_id):
    """Take the person out."""
    inside = Enrolment.objects.filter(account=request.account).select_related("profile")
    enrolment = get_object_or_404(inside, pk=enrolment_id)
    enrolment.take_out()
    return shown(request, enrolment.profile)


def shown(request, person):
    running = person.enrolments.running().select_related("flow__source").order_by("due_at")
    return render(request, "campaigns/flows/_enrolments.html", {"enrolments": running})
