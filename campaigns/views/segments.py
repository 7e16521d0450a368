"""Segments (G1): their list, the builder with its live count, copies."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Action, member_may
from campaigns import segment_people
from campaigns.builder import Builder
from campaigns.conditions import Vocabulary
from campaigns.models import Segment
from helpdesk.numbers import whole

manager_required = member_may(Action.MANAGE_AUTOMATIONS)


@manager_required
@require_http_methods(["GET", "POST"])
def segments(request):
    if request.method == "POST":
        return saved(request, Segment(account=request.account))
    vocabulary = Vocabulary(request.account)
    told = [(segment, segment.words(vocabulary)) for segment in request.account.segments.all()]
    return render(request, "campaigns/segments/list.html", {"segments": told})


@manager_required
@require_safe
def new(request):
    """Empty, or with what the address already says of it."""
    builder = Builder.of_form(Vocabulary(request.account), request.GET or {"change": "add"})
    return page(request, Segment(account=request.account), builder, name=request.GET.get("name", ""))


@manager_required
@require_http_methods(["GET", "POST", "DELETE"])
def segment(request, segment_id):
    segment = get_object_or_404(request.account.segments, pk=segment_id)
    if request.method == "DELETE":
        return removed(request, segment)
    if request.method == "POST":
        return saved(request, segment)
    return page(request, segment, Builder.of_rules(Vocabulary(request.account), segment.rules))


@manager_required
@require_POST
def rules(request):
    """The builder with a condition more or fewer, or with what another kind of condition asks for."""
    builder = Builder.of_form(Vocabulary(request.account), request.POST)
    if request.htmx:
        context = {"builder": builder, "blocks": builder.rows(judged=False)}
        return render(request, "campaigns/segments/_rules.html", context)
    kept = request.account.segments.filter(pk=whole(request.POST.get("segment", ""))).first()
    return page(request, kept or Segment(account=request.account), builder, name=request.POST.get("name", ""))


@manager_required
@require_POST
def people(request):
    """How many the conditions mean as they stand, and a few of them."""
    vocabulary = Vocabulary(request.account)
    meant = segment_people.meant(vocabulary, Builder.of_form(vocabulary, request.POST).rules)
    return render(request, "campaigns/segments/_people.html", {"meant": meant})


@manager_required
@require_safe
def count(request, segment_id):
    segment = get_object_or_404(request.account.segments, pk=segment_id)
    meant = segment_people.meant(Vocabulary(request.account), segment.rules, sample=False)
    return render(request, "campaigns/segments/_count.html", {"meant": meant})


@manager_required
@require_POST
def copies(request, segment_id):
    copy = get_object_or_404(request.account.segments, pk=segment_id).duplicate()
    messages.success(request, f"“{copy}” has the same conditions.")
    return redirect("campaigns:segment", copy.pk)


def saved(request, segment):
    """The builder again, with the reasons, when it is refused."""
    builder = Builder.of_form(Vocabulary(request.account), request.POST)
    name = request.POST.get("name", "")
    try:
        segment.write(name, builder.rules)
    except ValidationError as error:
        return page(request, segment, builder, name=name, errors=error.message_dict)
    messages.success(request, "Saved.")
    return redirect("campaigns:segments")


def removed(request, segment):
    try:
        segment.remove()
    except ValidationError as error:
        messages.error(request, error.message)
        return redirect("campaigns:segment", segment.pk)
    messages.success(request, f"“{segment}” is deleted.")
    return redirect("campaigns:segments")


def page(request, segment, builder, name=None, errors=None):
    judged = bool(errors) or (request.method == "GET" and segment.pk is not None)
    blocks = builder.rows(judged)
    context = {"segment": segment, "builder": builder, "blocks": blocks, "errors": errors or {}}
    context["name"] = segment.name if name is None else name
    return render(request, "campaigns/segments/segment.html", context, status=422 if errors else 200)
