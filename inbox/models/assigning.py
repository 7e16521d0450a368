from django.core.exceptions import ValidationError
from django.db import models

from accounts.access import Action
from inbox.models.recording import SYSTEM, EventKind


class AssigningQuerySet(models.QuerySet):
    def unassigned(self):
        return self.open().filter(assignee=None)

    def mine(self, membership):
        return self.open().filter(assignee=membership)


class Assigning(models.Model):
    """C10: one member of the account, or nobody."""

    assignee = models.ForeignKey(
        "accounts.Membership",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="assigned_tickets",
    )

    class Meta:
        abstract = True

    def assign(self, to, by=SYSTEM) -> None:
        """Raises ValidationError when `to` can't work tickets in this account (any more)."""
        if to is not None and not (to.account_id == self.account_id and to.may(Action.WORK_INBOX)):
            raise ValidationError(f"{to} can't be given tickets in this account.", code="not_assignable")
        if to is None and self.change(models.Q(assignee__isnull=False), assignee=None):
            self.record(EventKind.UNASSIGNED, by)
        elif to is not None and self.change(~models.Q(assignee=to), assignee=to):
            self.record(EventKind.ASSIGNED, by, to=str(to))
        self.ping()
