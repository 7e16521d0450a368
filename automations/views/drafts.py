"""The builder (H1, H12). What is typed is kept as it stands; what is missing is said beside it."""

from typing import NamedTuple

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import Action, member_may
from automations import stand_ins
from automations.automation_form import AutomationForm, all_problems, places
from automations.models import Incomplete
from automations.previews import previewed
from automations.script import END, MOST_QUESTIONS, NEXT, Choice, Question, Script
from sms.views.stand_ins import answered

PLACES = ("keywords", "trigger", "default", "settings")  # of problems, besides messages and choices
manager_required = member_may(Action.MANAGE_AUTOMATIONS)


@manager_required
@require_http_methods(["GET", "POST", "DELETE"])
def draft(request, automation_id):
    automation = request.account.automations.by_id(automation_id)
    if request.method == "DELETE":
        return discarded(request, automation)
    form = AutomationForm(request.POST or None, automation=automation)
    if request.method == "POST" and form.save(by=request.membership) and not request.htmx:
        return redirect("automations:draft", automation.pk)
    return page(request, automation, form)


@manager_required
@require_http_methods(["POST", "DELETE"])
def switch(request, automation_id):
    """On, by what stands in the builder; or off, and the people inside finish or stop."""
    automation = request.account.automations.by_id(automation_id)
    if request.method == "DELETE":
        return switched_off(request, automation)
    form = AutomationForm(request.POST, automation=automation) if "name" in request.POST else None
    if form and not form.save(by=request.membership):
        return page(request, automation, form)
    try:
        automation.switch_on()
    except (Incomplete, ValidationError):
        return page(request, automation, AutomationForm(None, automation=automation), status=422)
    messages.success(request, f"“{automation}” is on: it begins with {told(automation.version.keywords)}.")
    return redirect("automations:automation", automation.pk)


@manager_required
@require_POST
def of_text(request, automation_id):
    """What the variables of a text become, for its counter."""
    version = request.account.automations.by_id(automation_id).edited
    return answered(request, stand_ins.in_text, version)


@manager_required
@require_POST
def restoration(request, automation_id, number):
    """An earlier version becomes the draft."""
    automation = request.account.automations.by_id(automation_id)
    version = get_object_or_404(automation.versions.exclude(published_at=None), number=number)
    try:
        automation.restore(version, by=request.membership)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("automations:automation", automation.pk)
    messages.success(
        request, f"The draft says what version {number} said. Nobody meets it before you use it."
    )
    return redirect("automations:draft", automation.pk)


def page(request, automation, form, status=None):
    problems = all_problems(form)
    context = {
        "automation": automation,
        "form": form,
        "version": form.version,
        "script": form.script,
        "rows": rows(form.script),
        "most": MOST_QUESTIONS,
        "places": [*PLACES, *places(form.script)],
        "problems": problems,
        "missing": [each for each in problems if not each.advice],
        **previewed(request.account, form.version, request.POST.get("person", "")),
        "property_names": request.account.property_names.order_by("name")
        .values_list("name", flat=True)
        .distinct(),
        "tags": request.account.tags.order_by("name")[:200],
        "inside": automation.sessions.running().count() if automation.live_version else 0,
    }
    status = status or (422 if form.is_bound and form.errors else 200)
    return render(request, "automations/automations/draft.html", context, status=status)


class ChoiceRow(NamedTuple):
    """`ways`: where it can lead, as value, words, and whether the conversation ends there."""

    choice: Choice
    ways: list[tuple[str, str, bool]]


class Row(NamedTuple):
    question: Question
    choices: list[ChoiceRow]


def rows(script: Script) -> list[Row]:
    return [
        Row(question, [ChoiceRow(choice, ways(script, place, choice)) for choice in question.choices])
        for place, question in enumerate(script.questions)
    ]


def ways(script: Script, place: int, choice: Choice) -> list[tuple[str, str, bool]]:
    """To the next message, a later one, or a recommendation. One that is gone stays named until it is changed."""
    after = script.questions[place + 1 :]
    if not after:
        value = choice.leads_to if choice.leads_to in (NEXT, END) else NEXT
        found = [(value, "The recommendation", True)]
    else:
        later = [(each.id, f"Message {number}", False) for number, each in enumerate(after[1:], place + 3)]
        found = [
            (NEXT, f"Message {place + 2}, the next one", False),
            *later,
            (END, "The recommendation", True),
        ]
    if choice.leads_to not in {value for value, *_ in found}:
        found.append((choice.leads_to, "A message that is not below this one", False))
    return found


def discarded(request, automation):
    automation.discard_draft()
    messages.success(request, "The changes are gone.")
    return redirect("automations:automation", automation.pk)


def switched_off(request, automation):
    left = automation.switch_off(stop=request.POST.get("people") == "stop")
    words = f"{left:,} left it." if left else "Whoever is inside goes on to the end."
    messages.success(request, f"“{automation}” is off. {words}")
    return redirect("automations:automation", automation.pk)


def told(keywords: list[str]) -> str:
    return " or ".join(f"“{word}”" for word in keywords)
