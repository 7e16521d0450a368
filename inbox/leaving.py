from accounts.access import Action
from helpdesk.celery import later
from inbox.models import SYSTEM, EventKind, Rota, Ticket


def hand_back(member) -> None:
    """What somebody who may no longer work tickets has open or snoozed goes back to Unassigned, at once, and from there
    to whoever is next (A4, D1). Under the rota's lock, so that
    no turn of theirs is under way."""
    if member.may(Action.WORK_INBOX):
        return
    Rota.objects.lock(member.account_id)
    theirs = Ticket.objects.filter(account=member.account_id, assignee=member, closed_at=None)
    theirs.change_all(EventKind.UNASSIGNED, SYSTEM, {"left": str(member)}, assignee=None)
    later("inbox.tasks.hand_out", member.account_id)
