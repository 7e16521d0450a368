from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import agent_required
from inbox.models import Duty


@agent_required
@require_http_methods(["POST", "DELETE"])
def duty(request):
    """POST: online. DELETE: away, until the member says otherwise."""
    mine = Duty.objects.of(request.membership)
    if request.method == "POST":
        mine.go_online()
    else:
        mine.go_away()
    return render(request, "accounts/_rail.html") if request.htmx else redirect("accounts:home")


@agent_required
@require_POST
def activity(request):
    """A sign of life from the member's browser (static/js/sign-of-life.js)."""
    Duty.objects.seen(request.membership)
    return HttpResponse(status=204)
