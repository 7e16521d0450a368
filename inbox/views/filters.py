from django.shortcuts import render

from accounts.access import agent_required
from inbox import listing


@agent_required
def filters(request, view):
    """The form that narrows a view: a page of its own, or to htmx what the funnel opens."""
    shown = listing.listing_of(request, view)
    context = {"view": shown, "form": shown.form}
    return render(request, "inbox/filters/page.html" + ("#form" if request.htmx else ""), context)


@agent_required
def sources(request, view):
    """The campaigns and flows whose name has what is `said`."""
    field = listing.listing_of(request, view).form["attributed_to"]
    return render(request, "inbox/filters/_choices.html", {"field": field})
