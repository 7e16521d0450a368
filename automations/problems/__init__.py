"""What is missing in a draft before it can be switched on (H1), and advice: asked with every key that one types."""

from automations.problems import choices, keywords, structure, wording
from automations.problems.facts import Facts, Stock, facts_of
from automations.problems.problem import WHOLE, Problem, wrong

__all__ = ["Facts", "Problem", "Stock", "facts_of", "problems"]


def problems(account, version, facts: Facts | None = None) -> list[Problem]:
    """In the order of the page; what is wrong with the whole comes first."""
    script = version.read_script()
    facts = facts or facts_of(account, version, script)
    found = (
        []
        if facts.is_connected
        else [wrong(WHOLE, "no_number", "Connect a texting number first, in Settings, SMS.")]
    )
    found += keywords.of_keywords(version.keywords, facts)
    found += keywords.of_trigger(version, facts)
    found += structure.of_structure(script)
    found += choices.of_choices(script, facts)
    found += wording.of_texts(script, facts)
    return sorted(dict.fromkeys(found), key=_order(script))


def _order(script):
    """By place; of one place what is wrong before what is advised."""
    page = ["", "keywords", "trigger"]
    for question in script.questions:
        page += [question.id, *(choice.id for choice in question.choices)]
    places = {place: number for number, place in reversed(list(enumerate([*page, "default", "settings"])))}
    return lambda problem: (places.get(problem.place, 0), problem.advice)
