"""History (C15): every change of a ticket is an event of the same transaction; sentences are made when read."""

from dataclasses import dataclass
from enum import StrEnum

from django.db import models
from django.utils import timezone

from accounts.models import AccountOwned


class EventKind(StrEnum):
    OPENED = "opened"
    CLOSED = "closed"
    REOPENED = "reopened"
    SNOOZED = "snoozed"
    WOKEN = "woken"
    ASSIGNED = "assigned"
    UNASSIGNED = "unassigned"
    TAGGED = "tagged"
    UNTAGGED = "untagged"
    TAG_MERGED = "tag_merged"
    CONSENT_GIVEN = "consent_given"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    OPT_OUT_DOUBTED = "opt_out_doubted"
    OPT_OUT_DENIED = "opt_out_denied"
    MUTED = "muted"
    NOTE_DELETED = "note_deleted"
    BLOCKED = "blocked"
    UNBLOCKED = "unblocked"
    AUTOMATION_BEGUN = "automation_begun"
    AUTOMATION_ENDED = "automation_ended"
    BULK_UNDONE = "bulk_undone"


@dataclass(frozen=True)
class Actor:
    """Who or what made a change when it was no member and no API key."""

    actor_kind: str
    actor_label: str = ""


CUSTOMER = Actor("customer")
SYSTEM = Actor("system")


class TicketEvent(AccountOwned):
    """Append-only."""

    account_from = "ticket"

    ticket = models.ForeignKey(
        "inbox.Ticket", on_delete=models.CASCADE, related_name="events", db_index=False
    )
    kind = models.CharField(max_length=30)  # an EventKind; no choices, so that a new one is no migration
    actor_kind = models.CharField(max_length=10)
    actor_label = models.CharField(max_length=120, blank=True)
    data = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["ticket", "-at"], name="ticketevent_history")]

    def __str__(self):
        return f"{self.kind} by {self.actor_label or self.actor_kind}"


class RecordingQuerySet(models.QuerySet):
    def record_all(self, kind: EventKind, by=SYSTEM, **data) -> None:
        """One event each, for what concerns several tickets and changes none of their columns."""
        TicketEvent.objects.bulk_create(
            TicketEvent(
                account_id=ticket.account_id,
                ticket=ticket,
                kind=kind,
                actor_kind=by.actor_kind,
                actor_label=by.actor_label,
                data=data,
            )
            for ticket in self
        )


class Recording(models.Model):
    class Meta:
        abstract = True

    def record(self, kind: EventKind, by=SYSTEM, **data) -> TicketEvent:
        return self.events.create(
            account_id=self.account_id,
            kind=kind,
            actor_kind=by.actor_kind,
            actor_label=by.actor_label,
            data=data,
        )
