from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.access import agent_required
from helpdesk.numbers import whole
from inbox import profile_events as events


@agent_required
@require_safe
def recent(request, number):
    """The person's newest events, for the panel beside the ticket (C8)."""
    ticket = request.account.tickets.by_number(number)
    context = {"ticket": ticket, "events": events.recent(ticket.profile)}
    return render(request, "inbox/profile_events/_recent.html", context)


@agent_required
@require_safe
def profile_events(request, profile_id):
    """All of a person's events (K2), with ?metric= those of one kind, with ?before= those before that one."""
    profile = get_object_or_404(request.account.profiles, pk=profile_id)
    before, metric = request.GET.get("before"), request.GET.get("metric", "")
    event = get_object_or_404(profile.events, pk=whole(before)) if before else None
    found, more = events.page(profile, metric, event)
    context = {"profile": profile, "events": found, "more": more, "metric": metric}
    return render(request, "inbox/profile_events/page.html", context | {"metrics": events.metrics(profile)})
