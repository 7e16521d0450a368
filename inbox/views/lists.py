from django.http import Http404
from django.shortcuts import render

from accounts import onboarding
from accounts.access import agent_required
from inbox import listing


@agent_required
def ticket_list(request, view):
    """The desk with a view of the inbox and no ticket open; to htmx, the list alone."""
    context = list_context(request, view)
    if request.htmx:
        return render(request, "inbox/desk.html#list", context)
    first_steps = [] if context["rows"] else onboarding.steps(request)
    next_step = next((step for step in first_steps if not step.done), None)
    return render(request, "inbox/desk.html", context | {"first_steps": first_steps, "next_step": next_step})


def list_context(request, key: str, open_number: int | None = None) -> dict:
    view = listing.view_named(key)
    rows, next_page = listing.page(request, view, open_number)
    return {"view": view, "views": listing.listed(request, view), "rows": rows, "next_page": next_page}


def view_of(request) -> str:
    """The view beside which a ticket is shown."""
    key = request.GET.get("view", "all")
    if key not in listing.VIEWS:
        raise Http404
    return key


@agent_required
def navigation(request):
    """The rail with its badge, fetched when the live stream says that tickets changed."""
    return render(request, "accounts/_rail.html")
