from datetime import datetime

from django import template

from automations.simulating.form import SimulationForm
from automations.simulating.simulation import Simulation
from automations.views import simulations

register = template.Library()


@register.simple_tag
def fresh_phone(automation, number: int | str = "") -> dict:
    """The simulator as it begins, for pages that have it beside something else. `number`: of the version it runs."""
    return simulations.phone(SimulationForm(None, automation=automation, number=str(number)))


@register.filter
def clock(at: datetime, simulation: Simulation) -> str:
    """ "12:00", as the person's clock shows it."""
    return f"{at.astimezone(simulation.clock):%H:%M}"


@register.filter
def day_and_clock(at: datetime, simulation: Simulation) -> str:
    """ "Tue 08:00"."""
    return f"{at.astimezone(simulation.clock):%a %H:%M}"
