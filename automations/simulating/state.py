"""What stands behind a simulated conversation at its end, in words for whoever tries it."""

from datetime import timedelta
from math import ceil
from typing import NamedTuple

from django.core.exceptions import ValidationError

from automations.conversation import Ended
from automations.script import Script
from automations.simulating.simulation import Simulation
from helpdesk import spans
from inbox import variables
from sms import composing

MINUTE = timedelta(minutes=1)
BETWEEN = "\x1f"  # in no text: what is typed has none


class Value(NamedTuple):
    name: str
    value: str


class Standing(NamedTuple):
    """`where` in a few words; what of the session is left while it runs."""

    where: str
    reprompts_left: int | None
    time_left: str
    answers: list[Value]
    saved: list[Value]
    tags: list[str]
    variables: list[Value]


def standing(simulation: Simulation) -> Standing:
    script, state = simulation.script, simulation.state
    running = state if simulation.is_running else None
    return Standing(
        where=where(simulation),
        reprompts_left=script.max_reprompts - running.reprompts if running else None,
        time_left=spans.short(ceil((simulation.expires_at - simulation.at) / MINUTE)) if running else "",
        answers=answers(script, state.answers if state else {}),
        saved=[Value(name, value) for name, value in simulation.kept.items()],
        tags=simulation.tags,
        variables=used(simulation),
    )


def where(simulation: Simulation) -> str:
    state = simulation.state
    if state is None:
        return "Not begun"
    if state.ended:
        return Ended(state.ended).label
    place = simulation.script.place(state.question) or 0
    return f"Message {place + 1} of {len(simulation.script.questions)}"


def answers(script: Script, chosen: dict[str, str]) -> list[Value]:
    found = []
    for place, question in enumerate(script.questions, 1):
        choice = question.choice(chosen.get(question.id, ""))
        if choice:
            found.append(Value(question.name or f"Message {place}", choice.text))
    return found


def used(simulation: Simulation) -> list[Value]:
    """Each variable of the script's texts, as it would be filled in now; none where one is not known."""
    names = list(
        dict.fromkeys(name for text in texts(simulation.script) for name in variables.names_in(text))
    )
    if not names:
        return []
    all_of_them = BETWEEN.join(f"{{{name}|}}" for name in names)
    try:
        filled = composing.preview(
            simulation.account, all_of_them, simulation.person, more=simulation.values(simulation.state)
        )
    except ValidationError:
        return []
    return [Value(*pair) for pair in zip(names, filled.body.split(BETWEEN), strict=True)]


def texts(script: Script) -> list[str]:
    said = [
        text for each in script.questions for text in (each.text, *(c.recommendation for c in each.choices))
    ]
    return [*said, script.recommendation, script.reprompt, script.fallback]
