"""What the builder's page shows of a draft, besides its form."""

from typing import NamedTuple

from automations.building.automation_form import AutomationForm, places
from automations.building.previews import previewed
from automations.script import END, MOST_QUESTIONS, NEXT, Choice, Question, Script

PLACES = ("keywords", "trigger", "default", "settings")  # of problems, besides messages and choices
MOST_TAGS = 200  # that are offered


class ChoiceRow(NamedTuple):
    """`ways`: where it can lead, as value, words, and whether the conversation ends there."""

    choice: Choice
    ways: list[tuple[str, str, bool]]


class Row(NamedTuple):
    question: Question
    choices: list[ChoiceRow]


def context_of(form: AutomationForm) -> dict:
    """What can't be kept is said first, then what is missing before it can be switched on (H1), and advice."""
    automation, version = form.automation, form.version
    problems = [*form.faults, *automation.problems(version)]
    names = automation.account.property_names.order_by("name")
    return {
        "automation": automation,
        "form": form,
        "version": version,
        "script": form.script,
        "rows": rows(form.script),
        "most": MOST_QUESTIONS,
        "places": [*PLACES, *places(form.script)],
        "problems": problems,
        "missing": [each for each in problems if not each.advice],
        "property_names": names.values_list("name", flat=True).distinct(),
        "tags": automation.account.tags.order_by("name")[:MOST_TAGS],
        "inside": automation.sessions.running().count() if automation.live_version else 0,
        **previewed(automation.account, version, form.data.get("person", "")),
    }


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
