"""Tags that a choice puts on (H11) stand in scripts by their names. One that is renamed or merged is called so there
too, also in what was on already: it is the same tag."""

from django.db import transaction

from accounts import tenancy
from automations.models import Automation, Session
from profiles.models import Profile


def follow(account_id: int, before: str, now: str) -> None:
    """Whoever writes one of the account's automations waits, and is told when what they see is changed by this."""
    automations = Automation.objects.filter(account=account_id).select_for_update(no_key=True)
    for automation in automations.order_by("pk").prefetch_related("versions", "live_version"):
        changed = [each for each in automation.versions.all() if called(each.script, before, now)]
        for version in changed:
            version.save(update_fields=["script"])
        # What the builder shows: the draft, or a copy of what is on.
        shown = automation.draft or automation.live_version
        if shown in changed:
            automation.count_revision()
    # Whoever answers now holds their session and waits for the tag, which we hold: not before it is free.
    transaction.on_commit(lambda: follow_in_trials(account_id, before, now), robust=True)


def follow_in_trials(account_id: int, before: str, now: str) -> None:
    """Also what is on somebody's own phone just now (H10)."""
    with tenancy.enter(account_id):
        running = Session.objects.running().filter(account=account_id, tried__isnull=False)
        people = Profile.objects.filter(pk__in=list(running.values_list("profile", flat=True)))
        list(people.order_by("pk").select_for_update(no_key=True).values_list("pk"))
        for session in running.all():
            if called(session.tried, before, now):
                session.save(update_fields=["tried"])


def called(script: dict, before: str, now: str) -> bool:
    """Whether the tag was in the script, which calls it by its new name then."""
    choices = [choice for question in script.get("questions", ()) for choice in question.get("choices", ())]
    found = [choice for choice in choices if choice.get("tag", "").casefold() == before.casefold()]
    for choice in found:
        choice["tag"] = now
    return bool(found)
