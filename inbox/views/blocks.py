from django import forms
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from accounts.access import agent_required
from accounts.rendering import render_form
from helpdesk.numbers import whole
from inbox import blocking
from inbox.views.tickets import render_ticket, shown
from profiles.models import Block


class BlockForm(forms.ModelForm):
    class Meta:
        model = Block
        fields = ["reason"]


@agent_required
@require_http_methods(["GET", "POST", "DELETE"])
def block(request, profile_id):
    """Of the person that the ticket in ?ticket= is with. GET: what it means, to be confirmed."""
    profile = get_object_or_404(request.account.profiles, pk=profile_id)
    form = BlockForm(request.POST if request.method == "POST" else None)
    if request.method == "DELETE":
        blocking.unblock(profile, by=request.membership)
    elif form.is_valid():
        blocking.block(profile, by=request.membership, reason=form.cleaned_data["reason"])
    else:
        return asked(request, profile, form)
    return shown(request, ticket_of(request, profile))


def asked(request, profile, form):
    """The form, alone or on the ticket's page, with what was wrong in it."""
    ticket = ticket_of(request, profile)
    if request.htmx:
        return render_ticket(request, ticket, status=422, block_form=form)
    return render_form(request, "inbox/blocks/page.html", {"ticket": ticket, "block_form": form})


def ticket_of(request, profile):
    return get_object_or_404(profile.tickets.for_display(), number=whole(request.GET.get("ticket", "")))
