"""What a bulk action does to its tickets, and how it is taken back (B6). Nothing here knows of batches or progress."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q

from accounts.access import Action
from inbox.models import snoozing
from inbox.models.assigning import check_may_be_given
from inbox.models.changing import Changed
from inbox.models.recording import EventKind
from inbox.models.tagging import TicketTag


@dataclass(frozen=True)
class Done:
    """What became of some tickets: those changed, with what they were, and how many were so already."""

    changed: list[Changed]
    already: int = 0


class Verb:
    """`is_recorded`: whether the history tells of it. The words are those of buttons and results."""

    key: ClassVar[str]
    label: ClassVar[str]
    doing: ClassVar[str]
    done: ClassVar[str]
    state: ClassVar[str]
    why_left_alone: ClassVar[str] = "changed meanwhile"
    is_recorded: ClassVar[bool] = True

    def check(self, bulk) -> None:
        """Raises ValidationError when it can't be done to any ticket."""

    def so(self, bulk) -> Q:
        """The tickets that are so already."""
        raise NotImplementedError

    def left(self, bulk) -> Q:
        """How the action leaves a ticket. Whoever changes that afterwards has had the last word."""
        return self.so(bulk)

    def do(self, tickets, bulk) -> list[Changed]:
        raise NotImplementedError

    def apply(self, tickets, bulk, former) -> Done:
        """To those of the tickets, locked in their order, to which nothing happened since the action was asked for."""
        fresh = tickets.untouched_since(bulk.created_at).select_for_update(no_key=True, of=("self",))
        locked = set(fresh.values_list("id", flat=True))
        already = set(tickets.filter(self.so(bulk), pk__in=locked).values_list("id", flat=True))
        return Done(self.do(tickets.filter(pk__in=locked - already), bulk), len(already))

    def take_back(self, tickets, bulk, former: list[dict[str, Any]], by) -> list[Changed]:
        kind = EventKind.BULK_UNDONE if self.is_recorded else None
        return tickets.restore_all(former, kind, by, {"action": bulk.action})


class Close(Verb):
    key, label, doing, done, state = "close", "Close", "Closing", "Closed", "closed"

    def so(self, bulk):
        return Q(closed_at__isnull=False)

    def left(self, bulk):
        return Q(closed_at=bulk.created_at)

    def do(self, tickets, bulk):
        return tickets.close_all(bulk, at=bulk.created_at)


class Reopen(Verb):
    key, label, doing, done, state = "reopen", "Reopen", "Reopening", "Reopened", "open"
    why_left_alone = "changed meanwhile, or closed for good"

    def so(self, bulk):
        return Q(closed_at=None)

    def left(self, bulk):
        return Q(closed_at=None, snoozed_until=None)

    def do(self, tickets, bulk):
        return tickets.reopen_all(bulk)


class Snooze(Verb):
    key, label, doing, done, state = "snooze", "Snooze", "Snoozing", "Snoozed", "snoozed until then"
    why_left_alone = "changed meanwhile, or closed for good"

    def check(self, bulk):
        if bulk.until is None:
            raise ValidationError("Choose a date and a time.", code="required")
        snoozing.check(bulk.until)

    def so(self, bulk):
        return Q(snoozed_until=bulk.until)

    def do(self, tickets, bulk):
        return tickets.snooze_all(bulk.until, bulk)


class Assign(Verb):
    key, label, doing, done, state = "assign", "Assign", "Assigning", "Assigned", "theirs"

    def check(self, bulk):
        if bulk.member is not None:
            check_may_be_given(bulk.account_id, bulk.member)

    def so(self, bulk):
        return Q(assignee=bulk.member_id)

    def apply(self, tickets, bulk, former):
        """Whoever has left the team in the meantime is given nothing more."""
        try:
            self.check(bulk)
        except ValidationError:
            return Done([])
        return super().apply(tickets, bulk, former)

    def do(self, tickets, bulk):
        return tickets.assign_all(bulk.member, bulk)

    def take_back(self, tickets, bulk, former, by):
        """To those who had them, where they may still have tickets."""
        workers = {None, *bulk.account.memberships.who_may(Action.WORK_INBOX).values_list("pk", flat=True)}
        theirs = [row for row in former if row["assignee_id"] in workers]
        return super().take_back(tickets, bulk, theirs, by)


class Read(Verb):
    key, label, doing, done, state = "read", "Mark read", "Marking read", "Marked read", "read"
    is_recorded = False

    def so(self, bulk):
        return Q(unread_since=None)

    def do(self, tickets, bulk):
        return tickets.mark_all_read()


class Unread(Verb):
    key, label, doing, done, state = "unread", "Mark unread", "Marking unread", "Marked unread", "unread"
    is_recorded = False

    def so(self, bulk):
        return Q(unread_since__isnull=False)

    def do(self, tickets, bulk):
        return tickets.mark_all_unread()


class Tagged(Verb):
    key, label, doing, done, state = "tag", "Add a tag", "Tagging", "Tagged", "tagged so"

    def check(self, bulk):
        if bulk.tag is None:
            raise ValidationError("Choose a tag.", code="required")

    def so(self, bulk):
        return Q(Exists(TicketTag.objects.filter(ticket=OuterRef("pk"), tag=bulk.tag_id)))

    def do(self, tickets, bulk):
        return tickets.tag_all(bulk.tag, bulk) if bulk.tag else []

    def take_back(self, tickets, bulk, former, by):
        return tickets.untag_all(bulk.tag, by) if bulk.tag else []


class Untagged(Tagged):
    key, label, doing, done, state = "untag", "Remove a tag", "Untagging", "Untagged", "without it"

    def so(self, bulk):
        return ~super().so(bulk)

    def do(self, tickets, bulk):
        return tickets.untag_all(bulk.tag, bulk) if bulk.tag else []

    def take_back(self, tickets, bulk, former, by):
        return tickets.tag_all(bulk.tag, by) if bulk.tag else []


class Undo(Verb):
    """Of another bulk action, on the tickets that it changed and that are still as it left them."""

    key, label, doing, done, state = "undo", "Undo", "Undoing", "Undone for", "undone"
    why_left_alone = "changed since"

    def apply(self, tickets, bulk, former):
        undone = bulk.undoes
        as_left = tickets.filter(undone.verb.left(undone), last_activity_at__lte=undone.created_at)
        return Done(undone.verb.take_back(as_left, undone, former, bulk))


VERBS: dict[str, Verb] = {
    verb.key: verb() for verb in (Close, Reopen, Snooze, Assign, Read, Unread, Tagged, Untagged, Undo)
}
OFFERED = [key for key in VERBS if key != Undo.key]
