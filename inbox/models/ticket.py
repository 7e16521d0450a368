from datetime import datetime
from functools import reduce

from django.db import models
from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.utils import timezone

from accounts.models import AccountOwned
from helpdesk import live
from inbox.channels import steps
from inbox.models.answering import AnsweringQuerySet
from inbox.models.assigning import Assigning, AssigningQuerySet
from inbox.models.changing import ChangingQuerySet
from inbox.models.closing import Closing, ClosingQuerySet
from inbox.models.drafting import Drafting, DraftingQuerySet
from inbox.models.hours import Hours
from inbox.models.noting import Noting, NotingQuerySet
from inbox.models.picturing import Picturing, PicturingQuerySet
from inbox.models.reading import Reading, ReadingQuerySet
from inbox.models.recording import Recording, RecordingQuerySet, TicketEvent
from inbox.models.replying import Replying
from inbox.models.scheduling import Scheduling
from inbox.models.snoozing import Snoozing, SnoozingQuerySet
from inbox.models.tagging import Tagging, TaggingQuerySet
from inbox.sorting import WAITS

OPEN = Q(closed_at=None, snoozed_until=None)


class TicketQuerySet(
    ChangingQuerySet,
    ClosingQuerySet,
    SnoozingQuerySet,
    AssigningQuerySet,
    ReadingQuerySet,
    TaggingQuerySet,
    AnsweringQuerySet,
    NotingQuerySet,
    DraftingQuerySet,
    RecordingQuerySet,
    PicturingQuerySet,
):
    def by_number(self, number: int):
        """The ticket, or 404: another account's ticket is not found, never forbidden."""
        return get_object_or_404(self.for_display().with_person_labels(), number=number)

    def for_reader(self, membership):
        """For the page of a ticket: with what is this member's own."""
        return self.with_drafts(of=membership).with_calls(of=membership).with_pictures(of=membership)

    def untouched_since(self, at: datetime):
        """No message and no event since then."""
        events = TicketEvent.objects.filter(ticket=models.OuterRef("pk"), at__gt=at)
        return self.filter(~models.Exists(events), last_activity_at__lte=at)

    def for_display(self):
        shown = self.select_related("profile", "channel", "assignee__user").with_labels()
        return reduce(lambda rows, add: add(rows), steps("TICKET_FACTS"), shown)


class Ticket(
    Closing,
    Snoozing,
    Assigning,
    Reading,
    Tagging,
    Replying,
    Hours,
    Scheduling,
    Noting,
    Drafting,
    Picturing,
    Recording,
    AccountOwned,
):
    """One conversation with a profile on one channel. What makes two messages one conversation is `thread_key`."""

    account = models.ForeignKey(
        "accounts.Account", on_delete=models.CASCADE, related_name="tickets", db_index=False
    )
    channel = models.ForeignKey(
        "inbox.Channel", on_delete=models.CASCADE, related_name="tickets", db_index=False
    )
    profile = models.ForeignKey(
        "profiles.Profile", on_delete=models.CASCADE, related_name="tickets", db_index=False
    )
    number = models.PositiveBigIntegerField()
    thread_key = models.CharField(max_length=255)
    preview = models.CharField(max_length=160, blank=True)
    preview_is_ours = models.BooleanField(default=False)
    waiting_since = models.DateTimeField(null=True, editable=False)
    last_activity_at = models.DateTimeField(default=timezone.now)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = TicketQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "number"], name="ticket_number"),
            models.UniqueConstraint(fields=["channel", "thread_key"], name="one_ticket_per_thread"),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(snoozed_until=None), name="ticket_not_closed_and_snoozed"
            ),
        ]
        indexes = [
            models.Index(fields=["account", "-last_activity_at", "-id"], name="ticket_all"),
            models.Index(fields=["account", "created_at"], name="ticket_created"),
            models.Index(
                fields=["account", "assignee", "-last_activity_at", "-id"], name="ticket_open", condition=OPEN
            ),
            models.Index(
                fields=["account", "-last_activity_at", "-id"],
                name="ticket_unassigned",
                condition=OPEN & Q(assignee=None),
            ),
            models.Index(
                fields=["account", "channel", "-last_activity_at", "-id"],
                name="ticket_channel",
                condition=OPEN,
            ),
            models.Index(
                fields=["account", "-last_activity_at", "-id"],
                name="ticket_asleep",
                condition=Q(snoozed_until__isnull=False),
            ),
            models.Index("account", WAITS, "id", name="ticket_waiting"),
            models.Index(
                fields=["account"],
                name="ticket_unread",
                condition=Q(unread_since__isnull=False),
            ),
            models.Index(
                fields=["snoozed_until"], name="ticket_snoozed", condition=Q(snoozed_until__isnull=False)
            ),
            models.Index(
                fields=["channel", "waiting_since", "last_activity_at"], name="ticket_idle", condition=OPEN
            ),
            models.Index(fields=["profile"], name="ticket_profile"),
        ]

    def __str__(self):
        return f"#{self.number}"

    @property
    def status(self) -> str:
        return "closed" if self.is_closed else "snoozed" if self.snoozed_until else "open"

    def change(self, guard: Q, **columns) -> bool:
        """Set columns if the row still fits the guard; whether it did. The only way in which a ticket's state moves."""
        if not Ticket.objects.filter(guard, pk=self.pk).update(**columns):
            return False
        for name, value in columns.items():
            setattr(self, name, value)
        return True

    def ping(self) -> None:
        live.ping(self.account_id, f"ticket-{self.number}", "tickets")
