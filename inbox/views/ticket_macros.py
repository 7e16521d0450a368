from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from accounts.access import agent_required
from helpdesk.numbers import whole
from inbox import macros
from inbox.views.tickets import render_ticket, shown


@agent_required
@require_http_methods(["GET", "POST"])
def ticket_macros(request, number):
    """GET: what the picker offers. POST: use one: its text goes into the composer; without any, it is done at once."""
    ticket = request.account.tickets.by_number(number)
    where = (ticket, request.account, request.membership, request.zone)
    if request.method == "GET":
        return render(
            request, "inbox/macros/_choices.html", {"ticket": ticket, "options": macros.options(*where)}
        )
    option = macros.option(asked_for(request), *where)
    if option.text:
        return render_ticket(request, ticket, body=option.text, chips=option.sent)
    return applied(request, ticket, option)


def asked_for(request):
    """By its id, or as one types it: its shortcut or its name."""
    usable = request.account.macros.usable_by(request.membership).for_display()
    if pk := whole(request.POST.get("macro", "")):
        return get_object_or_404(usable, pk=pk)
    if macro := usable.called(request.POST.get("name", "")):
        return macro
    raise Http404


def applied(request, ticket, option):
    values = [chip.value for chip in option.sent]
    try:
        steps = macros.read_steps(values, request.account, request.membership, request.zone)
        steps.apply(ticket, by=request.membership)
    except ValidationError as error:
        text = f"{error.message} Change the macro “{option.macro}” under Settings, Macros."
        return render_ticket(request, ticket, status=422, ticket_error=text)
    return shown(request, ticket)
