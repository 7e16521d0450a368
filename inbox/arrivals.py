"""What just happened that concerns a member: customers' messages on their tickets and nobody's, notes that call them.

Their browser asks for it when the doorbell rings `arrivals`, and tells it by a notification or a sound where the member
chose so.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from inbox.models import Mention, Message

MOST = 5  # a burst is not worth more interruptions; the list shows the rest
OLDEST = timedelta(minutes=2)  # what came while the computer slept is no news
# What is committed a moment after it bears its time must not be missed; the browser knows by id what it has told.
OVERLAP = timedelta(seconds=5)


@dataclass(frozen=True)
class Arrival:
    id: str
    kind: str  # the view in which the ticket is: "mine", "unassigned" or "mentions"
    sender: str
    text: str
    url: str


def since(membership, moment: datetime) -> list[Arrival]:
    moment = max(moment, timezone.now() - OLDEST) - OVERLAP
    return [*_messages(membership, moment), *_mentions(membership, moment)]


def _messages(membership, moment) -> list[Arrival]:
    """The newest message of each open ticket that is the member's or nobody's, if it came after the moment."""
    latest = Message.objects.filter(ticket=OuterRef("pk"), origin=Message.Origin.CUSTOMER).order_by("-id")
    tickets = membership.account.tickets.open().filter(Q(assignee=membership) | Q(assignee=None))
    tickets = tickets.filter(last_activity_at__gt=moment).order_by("-last_activity_at")
    newest = tickets.annotate(newest=Subquery(latest.values("id")[:1])).values_list("newest", flat=True)
    found = Message.objects.filter(pk__in=list(newest[:MOST]), created_at__gt=moment)
    return [_message(message) for message in found.select_related("profile", "ticket")]


def _message(message: Message) -> Arrival:
    ticket = message.ticket
    assert ticket is not None  # by which it was found
    kind = "mine" if ticket.assignee_id else "unassigned"
    text = message.body or "Sent a picture"
    return Arrival(f"message-{message.pk}", kind, message.profile.name, text, _url(ticket, kind))


def _mentions(membership, moment) -> list[Arrival]:
    """Those that the member has not seen, of notes that were written or changed after the moment."""
    unseen = Mention.objects.unseen(membership).annotate(at=Coalesce("note__edited_at", "note__created_at"))
    found = unseen.filter(at__gt=moment).order_by("-pk").select_related("note", "ticket")[:MOST]
    return [_mention(mention) for mention in found]


def _mention(mention: Mention) -> Arrival:
    note, kind = mention.note, "mentions"
    sender = f"{note.author_label} mentioned you"
    return Arrival(f"mention-{mention.pk}", kind, sender, note.body, _url(mention.ticket, kind))


def _url(ticket, view: str) -> str:
    return f"{reverse('inbox:ticket', args=[ticket.number])}?view={view}"
