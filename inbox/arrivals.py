"""What customers just wrote that concerns a member: on their own tickets and on those that nobody has.

Their browser asks for it when the doorbell rings `arrivals`, and tells it by a notification or a sound where the member
chose so.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone

from inbox.models import Message

MOST = 5  # a burst is not worth more interruptions; the list shows the rest
OLDEST = timedelta(minutes=2)  # what came while the computer slept is no news
# What is committed a moment after it bears its time must not be missed; the browser knows by id what it has told.
OVERLAP = timedelta(seconds=5)


@dataclass(frozen=True)
class Arrival:
    id: int
    kind: str  # "mine" or "unassigned"
    sender: str
    text: str
    url: str


def since(membership, moment: datetime) -> list[Arrival]:
    """The newest message of each open ticket that is the member's or nobody's, if it came after the moment."""
    moment = max(moment, timezone.now() - OLDEST) - OVERLAP
    latest = Message.objects.filter(ticket=OuterRef("pk"), origin=Message.Origin.CUSTOMER).order_by("-id")
    tickets = membership.account.tickets.open().filter(Q(assignee=membership) | Q(assignee=None))
    tickets = tickets.filter(last_activity_at__gt=moment).order_by("-last_activity_at")
    newest = tickets.annotate(newest=Subquery(latest.values("id")[:1])).values_list("newest", flat=True)
    found = Message.objects.filter(pk__in=list(newest[:MOST]), created_at__gt=moment)
    return [_arrival(message) for message in found.select_related("profile", "ticket")]


def _arrival(message: Message) -> Arrival:
    ticket = message.ticket
    assert ticket is not None  # by which it was found
    kind = "mine" if ticket.assignee_id else "unassigned"
    url = f"{reverse('inbox:ticket', args=[ticket.number])}?view={kind}"
    return Arrival(message.pk, kind, message.profile.name, message.body or "Sent a picture", url)
