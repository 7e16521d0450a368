from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import agent_required
from inbox import bulk_asking, listing, snoozes, team
from inbox.bulk_words import sentence
from inbox.channels import Refusal

PARTS = ("", "members", "snoozes", "tags", "untags", "count")


@agent_required
@require_http_methods(["GET", "POST"])
def bulk_actions(request):
    """GET: what can be done with the chosen tickets of a list. POST: do it."""
    if request.method == "GET":
        return choices(request)
    try:
        bulk = bulk_asking.begin(request, listing.beside(request))
    except ValidationError as error:
        return refused(request, " ".join(error.messages))
    return shown(request, bulk)


@agent_required
@require_http_methods(["GET", "DELETE"])
def bulk_action(request, bulk_action_id):
    """GET: how far it is, or its result. DELETE: undo, which is an action too."""
    bulk = get_object_or_404(request.account.bulk_actions.for_display(), pk=bulk_action_id)
    if request.method == "GET":
        return render_result(request, bulk)
    try:
        return shown(request, bulk.undo(by=request.membership))
    except Refusal as refusal:
        return refused(request, str(refusal))


def choices(request):
    part = request.GET.get("part", "")
    if part not in PARTS:
        raise Http404
    context = {
        "view": listing.beside(request),
        "numbers": request.GET.getlist("number"),
        "members": team.agents(request.account),
        "snooze_choices": snoozes.choices(request.zone),
        "tags": request.account.tags.all(),
    }
    template = "inbox/bulk/choices.html" + (f"#{part}" if part else "")
    return render(request, template, context | (counted(context["view"]) if part == "count" else {}))


def counted(view) -> dict:
    """How many tickets the list has, or why they can't be counted."""
    try:
        return {"count": f"{bulk_asking.matching(view).count():,}"}
    except ValidationError as error:
        return {"error": " ".join(error.messages)}


def shown(request, bulk):
    if request.htmx:
        return render_result(request, bulk)
    return redirect("inbox:bulk_action", bulk.pk)


def refused(request, words: str):
    return render_result(request, None, status=422, error=words)


def render_result(request, bulk, status=200, **more):
    template = "inbox/bulk/_result.html" if request.htmx else "inbox/bulk/result.html"
    context = {"bulk": bulk, "sentence": bulk and sentence(bulk)} | more
    return render(request, template, context, status=status)
