"""What came of an automation (H12): numbers, for everybody who may see reports."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import Action, member_may
from automations.models import Automation
from automations.outcomes.results import results_of
from automations.outcomes.results_form import ResultsForm


@member_may(Action.SEE_REPORTS)
@require_safe
def results(request, automation_id):
    automation = request.account.automations.prefetch_related("versions").by_id(automation_id)
    template = "_figures.html" if request.htmx else "page.html"
    return render(request, f"automations/results/{template}", context_of(automation, request.GET))


def context_of(automation: Automation, query) -> dict:
    """What _results.html shows, on whichever page."""
    form = ResultsForm(query, automation)
    drawn = version_asked(automation, form.asked["version"])
    return {
        "automation": automation,
        "form": form,
        "results": results_of(automation, **form.asked),
        "drawn": drawn,
        "script": drawn.read_script(),
    }


def version_asked(automation: Automation, number: int | None):
    """The one that is looked at; of all together the one that is or was on."""
    chosen = (version for version in automation.versions.all() if version.number == number)
    return next(chosen, None) or automation.live_version or automation.edited
