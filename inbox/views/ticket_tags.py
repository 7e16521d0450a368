from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.access import agent_required
from inbox.views.tickets import render_ticket, shown


@agent_required
@require_http_methods(["GET", "POST"])
def ticket_tags(request, number):
    """GET: what its menu offers. POST: put on the tag of this name, which is made if there is none."""
    ticket = request.account.tickets.by_number(number)
    if request.method == "GET":
        worn = {label.id for label in ticket.labels}
        context = {"url": reverse("inbox:ticket_tags", args=[number]), "prefix": "tag", "worn": worn}
        return render(request, "inbox/tags/_choices.html", context | {"tags": request.account.tags.all()})
    try:
        tag = request.account.tags.for_name(request.account, request.POST.get("name", ""))
    except ValidationError as error:
        return render_ticket(request, ticket, status=422, ticket_error=" ".join(error.messages))
    ticket.tag(tag, by=request.membership)
    return shown(request, ticket)


@agent_required
@require_http_methods(["DELETE"])
def ticket_tag(request, number, tag_id):
    ticket = request.account.tickets.by_number(number)
    ticket.untag(get_object_or_404(request.account.tags, pk=tag_id), by=request.membership)
    return shown(request, ticket)
