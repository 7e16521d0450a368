"""Tags on the person that a ticket is with (K1)."""

from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.access import agent_required
from inbox import profile_tags
from inbox.views.tickets import render_ticket, shown


@agent_required
@require_http_methods(["GET", "POST"])
def person_tags(request, number):
    """GET: what the menu offers. POST: put on the tag of this name, which is made if there is none."""
    ticket = request.account.tickets.by_number(number)
    if request.method == "GET":
        worn = {label.id for label in ticket.person_labels}
        context = {"url": reverse("inbox:person_tags", args=[number]), "prefix": "person-tag", "worn": worn}
        return render(request, "inbox/tags/_choices.html", context | {"tags": request.account.tags.all()})
    try:
        tag = request.account.tags.for_name(request.account, request.POST.get("name", ""))
    except ValidationError as error:
        return render_ticket(request, ticket, status=422, person_tag_error=" ".join(error.messages))
    profile_tags.add(ticket.profile, tag)
    return changed(request, ticket)


@agent_required
@require_http_methods(["DELETE"])
def person_tag(request, number, tag_id):
    ticket = request.account.tickets.by_number(number)
    profile_tags.remove(ticket.profile, get_object_or_404(request.account.tags, pk=tag_id))
    return changed(request, ticket)


def changed(request, ticket):
    ticket.forget_labels()
    return shown(request, ticket)
