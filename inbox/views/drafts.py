from django import forms
from django.http import JsonResponse
from django.views.decorators.http import require_http_methods

from accounts.access import agent_required
from inbox.models import Draft, DraftMoved

MAX_ID = 2**63 - 1


class DraftForm(forms.Form):
    """`base` and `seen` as the page knows them: blank where there is none."""

    kind = forms.ChoiceField(choices=Draft.Kind)
    body = forms.CharField(required=False, strip=False, max_length=20_000)
    client_id = forms.UUIDField(required=False)
    base = forms.IntegerField(required=False, min_value=0, max_value=MAX_ID)
    seen = forms.IntegerField(required=False, min_value=0, max_value=MAX_ID)


@agent_required
@require_http_methods(["GET", "POST"])
def draft(request, number):
    """The reader's own drafts on this ticket, for the page's script; the form of a ticket shows them by itself."""
    tickets = request.account.tickets
    if request.method == "GET":
        ticket = tickets.with_drafts(of=request.membership).by_number(number)
        return JsonResponse(ticket.own_drafts)
    return keep(request, tickets.by_number(number), DraftForm(request.POST))


def keep(request, ticket, form):
    if not form.is_valid():
        return JsonResponse({"errors": form.errors}, status=422)
    try:
        draft = ticket.keep_draft(by=request.membership, **form.cleaned_data)
    except DraftMoved as moved:
        return JsonResponse(moved.draft.shown, status=409)
    return JsonResponse(draft.shown)
