from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.access import agent_required
from helpdesk.numbers import whole
from inbox import overview


@agent_required
@require_safe
def history(request, number):
    """Every change of the ticket, with who or what made it (C15); with ?before= those before that event."""
    ticket = request.account.tickets.by_number(number)
    before = request.GET.get("before")
    event = get_object_or_404(ticket.events, pk=whole(before)) if before else None
    entries, more = overview.history(ticket, event)
    template = "inbox/history/_list.html" if request.htmx else "inbox/history/page.html"
    return render(request, template, {"ticket": ticket, "entries": entries, "more": more})
