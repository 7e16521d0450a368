from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.access import agent_required
from inbox import listing, send_times, snoozes, timeline
from inbox.overview import overview
from inbox.views.lists import list_context


@agent_required
def ticket(request, number):
    """One ticket, beside the view it was opened from. Opening it marks it read (C9)."""
    ticket = request.account.tickets.for_reader(request.membership).by_number(number)
    if request.method == "GET" and "peek" not in request.GET:
        ticket.mark_read()
        ticket.mentions_seen(by=request.membership)
    return render_ticket(request, ticket)


def render_ticket(request, ticket, status=200, **more):
    """The page, or to htmx the thread and the overview."""
    context = ticket_context(request, ticket) | more
    if request.htmx:
        return render(request, "inbox/desk.html#ticket", context, status=status)
    beside = list_context(context["view"], open_number=ticket.number)
    return render(request, "inbox/desk.html", beside | context, status=status)


def shown(request, ticket):
    """After a change: the ticket as it is now, or for a plain form the way back to it."""
    if request.htmx:
        return render_ticket(request, ticket)
    beside = f"?{listing.beside(request).beside}" if "view" in request.GET else ""
    return redirect(reverse("inbox:ticket", args=[ticket.number]) + beside)


def ticket_context(request, ticket, count: int = timeline.PAGE) -> dict:
    now = timezone.now()
    entries, older = timeline.thread(ticket, request.zone, count)
    messages = reverse("inbox:messages", args=[ticket.number])
    return {
        "ticket": ticket,
        "thread": entries,
        "span": timeline.span(entries, now),
        "newest": timeline.newest(entries),
        "older": f"{messages}?before={older}" if older else "",
        "drafts": ticket.own_drafts,
        "refusal": ticket.refusal,
        "pictures": ticket.own_pictures,
        "send_choices": send_times.choices(request.zone),
        "snooze_choices": snoozes.choices(request.zone),
        "overview": overview(ticket),
        "view": listing.beside(request),
    }
