from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import trigger_client_event

from accounts.access import agent_required
from inbox import send_times
from inbox.channels import OutsideHours
from inbox.views.messages import recent
from inbox.views.tickets import render_ticket, shown

DIALOG = "inbox/waiting/dialog.html"


@agent_required
@require_http_methods(["GET", "PUT", "DELETE"])
def scheduled_reply(request, number, reply_id):
    """Another time, or back into the composer; with `discard` nowhere."""
    ticket, reply = found(request, number, reply_id)
    if request.method == "GET":
        choices = send_times.choices(request.zone)
        return render(request, DIALOG, {"ticket": ticket, "reply": reply, "send_choices": choices})
    if request.method == "PUT":
        return move(request, ticket, reply)
    return unmake(request, ticket, reply)


@agent_required
@require_POST
def sending(request, number, reply_id):
    """Now, by whoever asks for it. Refused, it stays where it is and says why."""
    ticket, reply = found(request, number, reply_id)
    try:
        reply.leave(by=request.membership, any_hour="confirm_hours" in request.POST)
    except OutsideHours as outside:
        return disturbing(request, ticket, reply, outside)
    return changed(request, ticket)


def found(request, number, reply_id):
    """Locked: if it is being sent just now, it is no longer found."""
    ticket = request.account.tickets.by_number(number)
    if reply := ticket.scheduled_replies.lock(reply_id):
        reply.ticket = ticket
        return ticket, reply
    raise Http404


def move(request, ticket, reply):
    try:
        send_at = send_times.chosen(request.POST, request.zone) or reply.send_at
        reply.move(send_at, any_hour="confirm_hours" in request.POST)
    except OutsideHours as outside:
        return disturbing(request, ticket, reply, outside)
    except ValidationError as error:
        return render_ticket(request, ticket, status=422, ticket_error=" ".join(error.messages))
    return changed(request, ticket)


def disturbing(request, ticket, reply, outside):
    """Nothing was changed: at this hour it takes a second word (E10)."""
    return render_ticket(request, ticket, status=422, disturbing=reply, at_night=outside)


def unmake(request, ticket, reply):
    if "discard" in request.POST:
        reply.discard()
        return changed(request, ticket)
    reply.take_back(by=request.membership)
    return trigger_client_event(changed(request, ticket), "taken-back", {"target": "#composer"})


def changed(request, ticket):
    return recent(request, ticket) if request.htmx else shown(request, ticket)
