"""Tags that a choice puts on (H11) stand in scripts by their names. One that is renamed or merged is called so there
too, also in what was on already: it is the same tag."""

from automations.models import AutomationVersion


def follow(account_id: int, before: str, now: str) -> None:
    for version in AutomationVersion.objects.filter(account=account_id):
        found = [
            choice
            for question in version.script.get("questions", ())
            for choice in question.get("choices", ())
            if choice.get("tag", "").casefold() == before.casefold()
        ]
        for choice in found:
            choice["tag"] = now
        if found:
            version.save(update_fields=["script"])
