"""The account's tags, under Settings."""

from functools import partial

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import Action, member_may
from accounts.rendering import render_form
from inbox.models import Tag
from inbox.models.tag import Colour


class TagForm(forms.Form):
    name = forms.CharField(widget=forms.TextInput({"autocomplete": "off"}))
    colour = forms.ChoiceField(choices=Colour.choices, widget=forms.RadioSelect)

    def save(self, verb) -> Tag | None:
        """What the verb makes of it; None when it refuses, with its reason beside the name."""
        if not self.is_valid():
            return None
        try:
            return verb(**self.cleaned_data)
        except ValidationError as error:
            self.add_error("name", error)
            return None


class MergerForm(forms.Form):
    def __init__(self, *args, tag, **kwargs):
        super().__init__(*args, **kwargs)
        others = tag.account.tags.exclude(pk=tag.pk)
        self.fields["into"] = forms.ModelChoiceField(others, label="Merge into", empty_label="Choose a tag")


@member_may(Action.MANAGE_INBOX)
@require_http_methods(["GET", "POST"])
def tags(request):
    initial = {"colour": Colour.values[request.account.tags.count() % len(Colour)]}
    form = TagForm(request.POST or None, initial=initial)
    if request.method == "POST" and (tag := form.save(partial(Tag.objects.make, request.account))):
        messages.success(request, f"“{tag}” can be put on tickets now.")
        return redirect("inbox:tags")
    context = {"form": form, "tags": request.account.tags.with_counts()}
    return render_form(request, "inbox/tags/settings.html", context)


@member_may(Action.MANAGE_INBOX)
@require_http_methods(["GET", "POST", "DELETE"])
def tag(request, tag_id):
    tag = get_object_or_404(request.account.tags.with_counts(), pk=tag_id)
    if request.method == "DELETE":
        return gone(request, f"“{tag}” is deleted and off {told(tag.remove(by=request.membership))}.")
    form = TagForm(request.POST or None, initial={"name": tag.name, "colour": tag.colour})
    if request.method == "POST" and form.save(tag.revise):
        messages.success(request, "Saved.")
        return redirect("inbox:tags")
    return page(request, tag, form=form)


@member_may(Action.MANAGE_INBOX)
@require_POST
def merger(request, tag_id):
    """The tag becomes another one, on all of its tickets."""
    tag = get_object_or_404(request.account.tags.with_counts(), pk=tag_id)
    form = MergerForm(request.POST, tag=tag)
    if not form.is_valid():
        return page(request, tag, merger_form=form)
    into = form.cleaned_data["into"]
    try:
        changed = tag.merge_into(into, by=request.membership)
    except ValidationError as error:
        form.add_error("into", error)
        return page(request, tag, merger_form=form)
    return gone(request, f"“{tag}” is “{into}” now, on {told(changed)}.")


def page(request, tag, **changed):
    context = {
        "tag": tag,
        "form": TagForm(initial={"name": tag.name, "colour": tag.colour}),
        "merger_form": MergerForm(tag=tag),
    }
    return render_form(request, "inbox/tags/tag.html", context | changed)


def gone(request, words: str):
    messages.success(request, words)
    return redirect("inbox:tags")


def told(tickets: int) -> str:
    return "1 ticket" if tickets == 1 else f"{tickets:,} tickets"
