from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from accounts.access import agent_required
from inbox import listing
from inbox.views.tickets import shown


@agent_required
@require_http_methods(["POST", "DELETE"])
def reading(request, number):
    """POST: read. DELETE: unread again, and back to the list, as staying would read it at once."""
    ticket = request.account.tickets.by_number(number)
    if request.method == "POST":
        ticket.mark_read()
        return HttpResponse(status=204) if request.htmx else shown(request, ticket)
    ticket.mark_unread()
    return redirect(listing.beside(request).url)
