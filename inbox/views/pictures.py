from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from accounts.access import agent_required
from inbox.views.media import served
from inbox.views.tickets import render_ticket

PICTURES = "inbox/pictures/_pictures.html"


@agent_required
@require_http_methods(["GET", "POST"])
def pictures(request, number):
    """The member's own that wait to be sent with an answer (E7), or one more of them."""
    ticket = request.account.tickets.with_pictures(request.membership).by_number(number)
    if request.method == "POST":
        return added(request, ticket)
    return render(request, PICTURES, {"ticket": ticket, "pictures": ticket.own_pictures})


def added(request, ticket):
    try:
        upload = request.FILES.get("picture")
        if upload is None:
            raise ValidationError("Choose a picture first.")
        picture = ticket.add_picture(upload, by=request.membership)
    except ValidationError as error:
        return render(request, "inbox/pictures/_refused.html", {"words": error.messages[0]}, status=422)
    return render(request, PICTURES, {"ticket": ticket, "pictures": [picture.pk]}, status=201)


@agent_required
@require_http_methods(["GET", "DELETE"])
def picture(request, number, picture_id):
    ticket = request.account.tickets.by_number(number)
    if request.method == "GET":
        return served(get_object_or_404(ticket.pictures.seen_by(request.membership), pk=picture_id))
    own = ticket.pictures.of(request.membership).filter(pk=picture_id)
    own.discard()
    return HttpResponse(status=204) if request.htmx else still_writing(request, number)


def still_writing(request, number):
    """A plain form that removes a picture brings along what has been typed beside it."""
    ticket = request.account.tickets.with_pictures(request.membership).by_number(number)
    return render_ticket(request, ticket, body=request.POST.get("body", ""))
