"""Who works the tickets of an account, as menus, settings and the API list them."""

from django.db.models import OuterRef, QuerySet

from accounts.access import Action
from accounts.models import Membership
from inbox.models import Ticket


def members(account) -> QuerySet[Membership]:
    return _described(account.memberships.active().select_related("user"), account)


def agents(account) -> QuerySet[Membership]:
    """Those who can be given tickets, by name."""
    return _described(account.memberships.who_may(Action.WORK_INBOX).by_name(), account)


def _described(memberships, account):
    """Each with their `duty` (where they have one) and the number of their `open_tickets`."""
    open_tickets = Ticket.objects.open_per(assignee=OuterRef("pk"), account=account)
    return memberships.select_related("duty").annotate(open_tickets=open_tickets)
