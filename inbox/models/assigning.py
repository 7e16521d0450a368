from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.timesince import timesince

from accounts.access import Action
from accounts.models import Membership
from inbox.models.changing import Changed
from inbox.models.recording import SYSTEM, EventKind

ANYBODY = object()


class Taken(Exception):
    """Somebody else was quicker: the ticket is not whose it was when the choice was made (C10)."""

    def __init__(self, ticket):
        super().__init__(ticket.last_assignment())
        self.assignee = ticket.assignee


def check_may_be_given(account_id: int, to) -> None:
    """Raises ValidationError when `to` can't work tickets in the account (any more). Asked under the lock that removing
    somebody needs too: nobody is given a ticket while they leave."""
    workers = Membership.objects.who_may(Action.WORK_INBOX).filter(account=account_id, pk=to.pk)
    if to.account_id == account_id and to.removed_at is not None:
        raise ValidationError(f"{to} has left the team. Choose somebody else.", code="not_assignable")
    if not workers.select_for_update(of=("self",), no_key=True).exists():
        raise ValidationError(f"{to} can't be given tickets in this account.", code="not_assignable")


class AssigningQuerySet(models.QuerySet):
    def unassigned(self):
        return self.open().filter(assignee=None)

    def mine(self, membership):
        return self.open().filter(assignee=membership)

    def open_per(self, assignee, account):
        """How many open tickets somebody has, as a column of a query about them."""
        theirs = self.open().filter(account=account, assignee=assignee).order_by().values("assignee")
        return Coalesce(models.Subquery(theirs.annotate(count=models.Count("pk")).values("count")), 0)

    def for_rota(self):
        """What round robin may hand out, who waited longest first."""
        return self.unassigned().filter(set_aside=False).order_by("waiting_since", "id")

    def assign_all(self, to, by=SYSTEM) -> list[Changed]:
        """To a member who may be given tickets (check_may_be_given), or None: back to Unassigned, set aside."""
        kind, data = (EventKind.UNASSIGNED, {}) if to is None else (EventKind.ASSIGNED, {"to": str(to)})
        return self.change_all(kind, by, data, assignee=to, set_aside=to is None and by is not SYSTEM)


class Assigning(models.Model):
    """C10: one member of the account, or nobody."""

    assignee = models.ForeignKey(
        "accounts.Membership",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="assigned_tickets",
    )
    # Put back to Unassigned by somebody: a choice like any other, which round robin leaves alone.
    set_aside = models.BooleanField(default=False, db_default=False, editable=False)

    class Meta:
        abstract = True

    def assign(self, to, by=SYSTEM, *, expected=ANYBODY) -> None:
        """Raises ValidationError when `to` can't work tickets in this account (any more), and Taken when the ticket is
        no longer the `expected` member's (None: nobody's). The comparison is part of the statement."""
        if to is not None:
            check_may_be_given(self.account_id, to)
        chosen = models.Q() if expected is ANYBODY else models.Q(assignee=expected)
        if to is None and self.change(
            chosen & models.Q(assignee__isnull=False), assignee=None, set_aside=by is not SYSTEM
        ):
            self.record(EventKind.UNASSIGNED, by)
        elif to is not None and self.change(chosen & ~models.Q(assignee=to), assignee=to, set_aside=False):
            self.record(EventKind.ASSIGNED, by, to=str(to))
        elif expected is not ANYBODY:
            self._must_be_with(to)
        self.ping()

    def _must_be_with(self, to) -> None:
        self.refresh_from_db(fields=["assignee"])
        if self.assignee != to:
            raise Taken(self)

    def last_assignment(self) -> str:
        """Who has given the ticket to whom, and how long ago: “Dora took this ticket 10 s ago.”"""
        kinds = [EventKind.ASSIGNED, EventKind.UNASSIGNED]
        event = self.events.filter(kind__in=kinds).order_by("-at", "-id").first()
        if event is None:
            return "This ticket was assigned meanwhile."
        who, to = event.actor_label or "The system", event.data.get("to")
        what = "put this ticket back to Unassigned" if to is None else f"gave this ticket to {to}"
        seconds = int((timezone.now() - event.at).total_seconds())
        ago = f"{max(seconds, 1)} s" if seconds < 60 else timesince(event.at, depth=1)
        return f"{who} {'took this ticket' if to == who else what} {ago} ago."
