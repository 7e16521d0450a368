from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from accounts.access import agent_required
from inbox.presence import leave, stay


class TabForm(forms.Form):
    tab = forms.UUIDField()
    typing = forms.BooleanField(required=False)


@agent_required
@require_http_methods(["POST", "DELETE"])
def presence(request, number):
    """POST: this tab shows the ticket (or its reader types); the answer says who else is there. DELETE: no longer."""
    ticket = request.account.tickets.by_number(number)
    form = TabForm(request.POST)
    if not form.is_valid():
        return HttpResponse("Say which tab it is: `tab`, a UUID.", status=422)
    if request.method == "DELETE":
        leave(ticket, request.membership, form.cleaned_data["tab"])
        return HttpResponse(status=204)
    colleagues = stay(ticket, request.membership, **form.cleaned_data)
    return render(request, "inbox/presence/_colleagues.html", {"colleagues": colleagues})
