from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import Action, member_may


@member_may(Action.MANAGE_AUTOMATIONS)
@require_safe
def alerts(request):
    """The strip above every page, which fetches itself when there is news."""
    return render(request, "accounts/_alerts.html")


@member_may(Action.MANAGE_AUTOMATIONS)
@require_http_methods(["DELETE"])
def alert(request, key):
    """Somebody has settled it, or has read enough of it."""
    if key in [alert.key for alert in request.membership.alerts]:
        request.account.settle_alert(key)
    return render(request, "accounts/_alerts.html") if request.htmx else redirect("accounts:home")
