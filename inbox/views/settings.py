from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.access import Action, member_may
from accounts.rendering import render_form
from inbox.forms import CARDS


def page(request, refused=None):
    """The global options of the inbox (B12), with the card that was just refused in its place."""
    cards = [
        refused if isinstance(refused, card) else card(instance=request.account) for card in CARDS.values()
    ]
    return render_form(request, "inbox/settings/page.html", {"cards": cards, "refused": refused})


@member_may(Action.MANAGE_INBOX)
@require_safe
def settings(request):
    return page(request)


@member_may(Action.MANAGE_INBOX)
@require_POST
def card(request, key):
    if key not in CARDS:
        raise Http404
    form = CARDS[key](request.POST, instance=request.account)
    if not form.is_valid():
        return page(request, form)
    form.save()
    messages.success(request, "Saved.")
    return redirect(f"{reverse('inbox:settings')}#{key}")
