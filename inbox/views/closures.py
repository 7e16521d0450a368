from django.views.decorators.http import require_http_methods

from accounts.access import agent_required
from inbox.views.tickets import shown


@agent_required
@require_http_methods(["POST", "DELETE"])
def closure(request, number):
    ticket = request.account.tickets.by_number(number)
    if request.method == "POST":
        ticket.close(by=request.membership)
    else:
        ticket.reopen(by=request.membership)
    return shown(request, ticket)
