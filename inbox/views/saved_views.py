"""Views that people make from a list (B3): the team's, which every agent may change, and one's own."""

from functools import partial

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import agent_required
from accounts.rendering import render_form
from helpdesk.numbers import whole
from inbox import chips, listing, saved_counts
from inbox.models import SavedView
from inbox.sidebar import Sidebar

WHOSE = [("mine", "Only you"), ("team", "Everybody who answers tickets")]


class SavedViewForm(forms.Form):
    name = forms.CharField(widget=forms.TextInput({"autocomplete": "off"}))
    whose = forms.ChoiceField(label="Who sees it", choices=WHOSE, widget=forms.RadioSelect, initial="mine")

    def save(self, verb, by) -> SavedView | None:
        """What the verb makes of it; None when it refuses, with its reason beside the name."""
        if not self.is_valid():
            return None
        owner = by if self.cleaned_data["whose"] == "mine" else None
        try:
            return verb(self.cleaned_data["name"], owner)
        except ValidationError as error:
            self.add_error("name", error)
            return None


@agent_required
def saved_views(request):
    """All that one has, to be put in order and changed."""
    usable = usable_by(request).in_order()
    sections = [
        {"heading": "Team views", "shared": True, "views": [saved for saved in usable if saved.is_shared]},
        {
            "heading": "Your views",
            "shared": False,
            "views": [saved for saved in usable if not saved.is_shared],
        },
    ]
    moved = {"moved": whole(request.GET.get("moved", "")), "to": request.GET.get("to")}
    return render(request, "inbox/views/page.html", {"sections": sections} | moved)


@agent_required
@require_http_methods(["GET", "POST"])
def saving(request, view):
    """The list as it is, under a name of its own."""
    shown = listing.listing_of(request, view)
    form = SavedViewForm(request.POST or None)
    make = partial(SavedView.objects.make, request.account, filters=shown.sound, sort=shown.sort.key)
    if request.method == "POST" and (saved := form.save(make, request.membership)):
        return redirect("inbox:list", saved.key)
    context = {"view": shown, "form": form, "told": chips.told(shown)}
    return render_form(request, "inbox/views/saving.html" + ("#form" if request.htmx else ""), context)


@agent_required
@require_http_methods(["GET", "POST", "DELETE"])
def saved_view(request, view_id):
    saved = get_object_or_404(usable_by(request), pk=view_id)
    if request.method == "DELETE":
        saved.remove()
        messages.success(request, f"“{saved}” is deleted.")
        return redirect("inbox:saved_views")
    whose = "team" if saved.is_shared else "mine"
    form = SavedViewForm(request.POST or None, initial={"name": saved.name, "whose": whose})
    if request.method == "POST" and form.save(saved.write, request.membership):
        messages.success(request, "Saved.")
        return redirect("inbox:saved_views")
    shown = listing.listing_of(request, saved.key)
    context = {"saved": saved, "view": shown, "form": form, "told": chips.told(shown)}
    return render_form(request, "inbox/views/view.html", context)


@agent_required
@require_POST
def filters(request, view_id):
    """It shows from now on what the address asks for beside its own filters."""
    saved = get_object_or_404(usable_by(request), pk=view_id)
    shown = listing.listing_of(request, saved.key)
    saved.narrow(shown.sound, shown.sort.key)
    messages.success(request, f"“{saved}” shows this list from now on.")
    return redirect(shown.base_url)


@agent_required
@require_POST
def position(request, view_id):
    """Up or down by one; the way back leads to the same button."""
    saved, to = get_object_or_404(usable_by(request), pk=view_id), request.POST.get("to")
    if to not in ("up", "down"):
        raise Http404
    saved.move(up=to == "up")
    return redirect(f"{reverse('inbox:saved_views')}?{urlencode({'moved': saved.pk, 'to': to})}")


@agent_required
def counts(request):
    """The saved views with their numbers, fetched once the page stands and when tickets changed."""
    current = request.GET.get("view", "")
    sidebar = Sidebar(request, current, saved_counts.counts(request))
    return render(request, "inbox/views/_counts.html", {"sidebar": sidebar})


def usable_by(request):
    return request.account.saved_views.usable_by(request.membership)
