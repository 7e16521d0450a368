"""The builder of a flow (G2). What is typed is kept as it stands; what is missing is said beside it."""

from typing import NamedTuple

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import Action, member_may
from accounts.rendering import render_form
from campaigns import event_conditions, metrics, rehearsing
from campaigns.flow_form import FlowForm
from campaigns.models import Incomplete
from campaigns.steps import CLOCK, UNITS, Problem, Step
from profiles.naming import whom


@member_may(Action.MANAGE_AUTOMATIONS)
@require_http_methods(["GET", "POST", "DELETE"])
def draft(request, flow_id):
    flow = request.account.flows.by_id(flow_id)
    if request.method == "DELETE":
        flow.discard_draft()
        messages.success(request, "The changes are gone.")
        return redirect("campaigns:flow", flow.pk)
    form = form_for(flow, request.POST or None)
    if request.method == "POST" and form.save() and not request.htmx:
        return redirect("campaigns:flow_draft", flow.pk)
    return page(request, flow, form)


@member_may(Action.MANAGE_AUTOMATIONS)
@require_http_methods(["POST", "DELETE"])
def switch(request, flow_id):
    """On, by what stands in the builder; or off, and the people inside finish or stop."""
    flow = request.account.flows.by_id(flow_id)
    if request.method == "DELETE":
        return switched_off(request, flow)
    form = form_for(flow, request.POST) if "name" in request.POST else None
    if form and not form.save():
        return page(request, flow, form)
    try:
        flow.switch_on()
    except Incomplete:
        return page(request, flow, form_for(flow, None), status=422)
    messages.success(request, f"“{flow}” is on: it begins with each “{flow.live_version.metric}”.")
    return redirect("campaigns:flow", flow.pk)


@member_may(Action.MANAGE_AUTOMATIONS)
@require_GET
def rehearsal(request, flow_id):
    """What somebody would get, and when, if it began now."""
    flow = request.account.flows.by_id(flow_id)
    version = flow.edited
    person, said = whom(request.account, request.GET.get("person", ""))
    ready = all(problem.advice for problem in flow.problems_of_steps(version))
    lines = rehearsing.rehearse(flow, version, person, timezone.now()) if person and ready else ()
    context = {"person": person, "said": said, "ready": ready, "lines": list(lines)}
    return render(request, "campaigns/flows/_rehearsal.html", context)


def form_for(flow, data) -> FlowForm:
    return FlowForm(data, flow=flow, draft=flow.edited)


def page(request, flow, form, status=None):
    problems = flow.problems(form.draft)
    context = {
        "flow": flow,
        "form": form,
        "steps": rows(form, problems),
        "segments": request.account.segments.all(),
        "problems": problems,
        "missing": [each for each in problems if not each.advice],
        "metrics": metrics.known(request.account),
        "operators": event_conditions.OPERATORS,
        "units": {**{unit: unit for unit in UNITS}, CLOCK: "until a time of day"},
    }
    if status:
        return render(request, "campaigns/flows/draft.html", context, status=status)
    return render_form(request, "campaigns/flows/draft.html", context)


class Row(NamedTuple):
    """A step as the builder shows it: with what is said about it, and the later ones to which one may skip."""

    step: Step
    said: list[Problem]
    later: list[tuple[str, str]]


def rows(form, problems) -> list[Row]:
    names = [(step.id, f"{place}. {step.name}") for place, step in enumerate(form.steps, 1)]
    return [
        Row(step, [each for each in problems if each.step == step.id], names[place + 1 :])
        for place, step in enumerate(form.steps)
    ]


def switched_off(request, flow):
    left = flow.switch_off(stop=request.POST.get("people") == "stop")
    words = f"{left:,} left it." if left else "Whoever is inside goes on to the end."
    messages.success(request, f"“{flow}” is off. {words}")
    return redirect("campaigns:flow", flow.pk)
