from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from accounts.access import agent_required
from helpdesk.numbers import whole
from inbox.views.tickets import render_ticket, shown


@agent_required
@require_POST
def assignment(request, number):
    """To the member, or with a blank to nobody."""
    ticket = request.account.tickets.by_number(number)
    chosen = request.POST.get("member")
    members = request.account.memberships.active()
    member = None if chosen == "" else get_object_or_404(members, pk=whole(chosen or ""))
    try:
        ticket.assign(member, by=request.membership)
    except ValidationError as error:
        return render_ticket(request, ticket, status=422, assignment_error=" ".join(error.messages))
    return shown(request, ticket)
