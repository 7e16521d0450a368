from django.core.exceptions import ValidationError
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from accounts.access import agent_required
from inbox import snoozes
from inbox.views.tickets import render_ticket, shown


@agent_required
@require_http_methods(["GET", "POST", "DELETE"])
def snooze(request, number):
    ticket = request.account.tickets.by_number(number)
    if request.method == "GET":
        choices = snoozes.choices(request.zone)
        return render(request, "inbox/snooze/dialog.html", {"ticket": ticket, "snooze_choices": choices})
    if request.method == "DELETE":
        ticket.wake(by=request.membership)
        return shown(request, ticket)
    return put_to_sleep(request, ticket)


def put_to_sleep(request, ticket):
    try:
        ticket.snooze(snoozes.until(request.POST.get("until", ""), request.zone), by=request.membership)
    except ValidationError as error:
        return render_ticket(request, ticket, status=422, ticket_error=" ".join(error.messages))
    return shown(request, ticket)
