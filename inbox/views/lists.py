from django.shortcuts import redirect, render

from accounts import onboarding
from accounts.access import agent_required
from inbox import chips, listing
from inbox.listing import Listing
from inbox.sidebar import Sidebar
from inbox.sorting import SORTS


@agent_required
def ticket_list(request, view):
    """The desk with a view of the inbox and no ticket open; to htmx, the list alone."""
    shown = listing.listing_of(request, view)
    if shown.is_untidy:
        return redirect(shown.url)
    context = list_context(shown)
    if request.htmx:
        return render(request, "inbox/desk.html#list", context)
    first_steps = [] if context["rows"] else onboarding.steps(request)
    next_step = next((step for step in first_steps if not step.done), None)
    return render(request, "inbox/desk.html", context | {"first_steps": first_steps, "next_step": next_step})


def list_context(shown: Listing, open_number: int | None = None) -> dict:
    page = shown.page(open_number)
    return {
        "view": shown,
        "sidebar": Sidebar(shown.request, shown.key),
        "rows": page.rows,
        "next_page": page.next,
        "search": page.search,
        "chips": chips.chips(shown),
        "sorts": [(sort, shown.url_with(sort=sort.key)) for sort in SORTS.values()],
    }


@agent_required
def navigation(request):
    """The rail with its badge, fetched when the live stream says that tickets changed."""
    return render(request, "accounts/_rail.html")
