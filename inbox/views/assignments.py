from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from accounts.access import agent_required
from helpdesk.numbers import whole
from inbox import team
from inbox.models import ANYBODY, Taken
from inbox.views.tickets import render_ticket, shown


@agent_required
@require_http_methods(["GET", "POST"])
def assignment(request, number):
    """Who can have it; to the member, or with a blank to nobody."""
    ticket = request.account.tickets.by_number(number)
    return give(request, ticket) if request.method == "POST" else choices(request, ticket)


def choices(request, ticket):
    members = sorted(team.agents(request.account), key=lambda member: member != request.membership)
    context = {"ticket": ticket, "members": members}
    part = "_choices" if request.htmx else "dialog"
    return render(request, f"inbox/assignment/{part}.html", context)


def give(request, ticket):
    """Unless somebody else was given it since the page was shown: then it takes a second word."""
    to, expected = named(request), request.POST.get("expected")
    try:
        ticket.assign(to, by=request.membership, expected=ANYBODY if expected is None else whole(expected))
    except Taken as taken:
        return render_ticket(request, ticket, status=422, taken=taken, wanted=to)
    except ValidationError as error:
        return render_ticket(request, ticket, status=422, ticket_error=" ".join(error.messages))
    return shown(request, ticket)


def named(request):
    """The member that the form names: also one who has left, which is a word of its own. A blank: nobody."""
    chosen = request.POST.get("member")
    members = request.account.memberships.select_related("user")
    return None if chosen == "" else get_object_or_404(members, pk=whole(chosen or ""))
