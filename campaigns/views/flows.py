"""The account's flows (G2): their list, and what came of one."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import Action, member_may
from accounts.rendering import render_form
from campaigns import flow_results
from campaigns.models import Flow
from campaigns.results import results_of
from inbox.channels import Refusal
from inbox.models.published import LONGEST_NAME


class NewFlowForm(forms.Form):
    name = forms.CharField(
        max_length=LONGEST_NAME,
        widget=forms.TextInput({"autocomplete": "off", "placeholder": "Welcome, Cart left behind …"}),
    )


@member_may(Action.MANAGE_AUTOMATIONS)
@require_http_methods(["GET", "POST"])
def flows(request):
    form = NewFlowForm(request.POST or None)
    if request.method == "POST" and (made := make(request, form)):
        return redirect("campaigns:flow_draft", made.pk)
    inside = Count("enrolments", filter=Q(enrolments__left_at=None))
    listed = request.account.flows.for_display().annotate(inside=inside)
    return render_form(request, "campaigns/flows/list.html", {"flows": listed, "form": form})


def make(request, form) -> Flow | None:
    """None when the name is refused, with the reason beside it."""
    if not form.is_valid():
        return None
    try:
        return Flow.objects.make(request.account, form.cleaned_data["name"])
    except ValidationError as error:
        form.add_error("name", error)
        return None


@member_may(Action.MANAGE_AUTOMATIONS)
@require_http_methods(["GET", "DELETE"])
def flow(request, flow_id):
    """What came of it; one that never was on has a draft only."""
    flow = request.account.flows.by_id(flow_id)
    if request.method == "DELETE":
        return deleted(request, flow)
    if flow.live_version is None:
        return redirect("campaigns:flow_draft", flow.pk)
    return render(request, "campaigns/flows/flow.html", context_of(flow))


def context_of(flow: Flow) -> dict:
    results = flow_results.results_of(flow)
    steps = flow.version.read_steps()
    names = dict(flow.account.segments.values_list("pk", "name"))
    versions = flow.versions.exclude(published_at=None)
    return {
        "flow": flow,
        "version": flow.version,
        "results": results,
        "steps": [
            (step, results.steps[step.id], names.get(getattr(step, "segment", 0) or 0)) for step in steps
        ],
        "totals": results_of(flow.source),
        "versions": versions.annotate(
            entered=Count("enrolments"), inside=Count("enrolments", filter=Q(enrolments__left_at=None))
        ),
        "changed": flow.draft,
    }


def deleted(request, flow):
    try:
        flow.remove()
    except Refusal as refusal:
        messages.error(request, refusal.text)
        return redirect("campaigns:flow", flow.pk)
    messages.success(request, f"“{flow}” is deleted.")
    return redirect("campaigns:flows")
