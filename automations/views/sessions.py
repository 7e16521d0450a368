"""A person's automations beside their ticket (H13): the one they are in, and those they were in."""

from django.core.exceptions import ValidationError
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import agent_required
from automations import histories, steering
from helpdesk.numbers import whole
from inbox.channels import Refusal
from inbox.views.tickets import render_ticket, shown


@agent_required
@require_http_methods(["GET", "POST", "DELETE"])
def session(request, number):
    """What can be started; POST starts one, DELETE takes over."""
    ticket = request.account.tickets.by_number(number)
    if request.method == "GET":
        return choices(request, ticket)
    if request.method == "POST":
        return start(request, ticket)
    steering.take_over(ticket.profile, by=request.membership)
    return shown(request, request.account.tickets.by_number(number))


def choices(request, ticket):
    """The automations that are on, or why none can be started now."""
    context = {"ticket": ticket, "automations": request.account.automations.on()}
    try:
        steering.check(ticket.profile)
        context["waiting"] = steering.waiting(ticket.profile)
    except Refusal as refusal:
        context["refusal"] = refusal
    return render(request, f"automations/sessions/{'_choices' if request.htmx else 'page'}.html", context)


def start(request, ticket):
    automation = request.account.automations.by_id(whole(request.POST.get("automation", "")))
    try:
        steering.start(ticket.profile, automation, by=request.membership)
    except (Refusal, ValidationError) as error:
        text = error.text if isinstance(error, Refusal) else " ".join(error.messages)
        return render_ticket(request, ticket, status=422, ticket_error=f"Not started. {text}")
    return shown(request, request.account.tickets.by_number(ticket.number))


@agent_required
@require_safe
def sessions(request, number):
    """For the panel beside the ticket."""
    ticket = request.account.tickets.by_number(number)
    context = {"ticket": ticket, "sessions": histories.of(ticket.profile)}
    return render(request, f"automations/sessions/{'_past' if request.htmx else 'history'}.html", context)
