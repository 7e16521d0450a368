"""The phone beside the builder (H10): what is texted on it is answered by the very engine, and nothing is sent."""

from typing import NamedTuple

from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from accounts.access import Action, member_may
from automations.simulating.form import SimulationForm
from automations.simulating.state import standing

MOST_KEYWORDS = 4


class Reply(NamedTuple):
    name: str
    value: str


@member_may(Action.MANAGE_AUTOMATIONS)
@require_http_methods(["GET", "POST"])
def simulation(request, automation_id):
    automation = request.account.automations.by_id(automation_id)
    form = SimulationForm(request.POST or None, automation=automation)
    template = "_conversation" if request.htmx else "simulation"
    context = {"automation": automation, "phone": phone(form)}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, f"automations/simulations/{template}.html", context, status=status)


def phone(form: SimulationForm) -> dict:
    """What the templates of the simulator show."""
    simulation = form.simulation()
    return {
        "form": form,
        "simulation": simulation,
        "standing": standing(simulation),
        "replies": replies(simulation),
    }


def replies(simulation) -> list[Reply]:
    """The choices of what is asked, by a tap; before and after, the keywords."""
    if question := simulation.question:
        numbered = enumerate(question.choices, 1)
        return [Reply(f"{place}. {choice.text}", choice.text) for place, choice in numbered if choice.text]
    return [Reply(word, word) for word in simulation.version.keywords[:MOST_KEYWORDS]]
