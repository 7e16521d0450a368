"""The builder's form as a browser sends it."""

from automations.script import Script

PLAIN = {
    "name": "Pets", "keywords": "PETS", "trigger": "always", "trigger_hours": "24", "max_reprompts": "1",
    "timeout_hours": "24", "reprompt": "Please answer with a number:\n{choices}", "fallback": "Over.",
    "recommendation": "Thank you, {first_name}!",
}  # fmt: skip
HTMX = {"HX-Request": "true"}


def fields(script: Script) -> dict[str, str | list[str]]:
    """All fields of these messages and choices."""
    data: dict[str, str | list[str]] = {"question": [question.id for question in script.questions]}
    for question in script.questions:
        data |= {
            f"{question.id}-name": question.name,
            f"{question.id}-text": question.text,
            f"{question.id}-save_as": question.save_as,
            f"{question.id}-choice": [choice.id for choice in question.choices],
        }
        for choice in question.choices:
            data |= {
                f"{question.id}-{choice.id}-text": choice.text,
                f"{question.id}-{choice.id}-synonyms": ", ".join(choice.synonyms),
                f"{question.id}-{choice.id}-leads_to": choice.leads_to,
                f"{question.id}-{choice.id}-recommendation": choice.recommendation,
                f"{question.id}-{choice.id}-tag": choice.tag,
            }
    return data


def form(script: Script, **more: str | list[str]) -> dict[str, str | list[str]]:
    texts = {name: getattr(script, name) for name in ("recommendation", "reprompt", "fallback")}
    settings = {
        "max_reprompts": f"{script.max_reprompts}",
        "timeout_hours": f"{script.timeout_minutes // 60}",
    }
    return PLAIN | texts | settings | fields(script) | more
