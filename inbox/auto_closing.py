"""Tickets that close by themselves (D2), each with the closing message where there is one."""

from django.utils import timezone

from accounts import tenancy
from inbox import automatic, variables
from inbox.models import Channel, Message, Ticket

AT_ONCE = 200


def close_some(account_id: int, channel_id: int) -> int:
    """Close up to AT_ONCE idle tickets of the channel, the longest idle first. How many.

    The setting is read again each time: whoever switches it off stops the next batch. A ticket whose customer is
    writing at this moment is locked by that text, and left alone.
    """
    with tenancy.enter(account_id):
        channel = Channel.objects.select_related("account").filter(pk=channel_id, auto_close=True).first()
        if channel is None:
            return 0
        idle = channel.idle(timezone.now()).order_by("waiting_since", "last_activity_at")
        free = idle.select_for_update(skip_locked=True, no_key=True, of=("self",))[:AT_ONCE]
        closed = free.close_all(because="auto_close", minutes=channel.auto_close_minutes)
        if channel.closing_message:
            say_goodbye(channel, [row.id for row in closed])
        return len(closed)


def say_goodbye(channel: Channel, ticket_ids: list[int]) -> None:
    """To those who may be messaged; the others' tickets are closed in silence. None reopens by it."""
    for ticket in Ticket.objects.select_related("profile").filter(pk__in=ticket_ids):
        ticket.channel = channel
        body = variables.fill(channel.closing_message, channel.account, ticket.profile)
        key = f"close:{ticket.pk}:{ticket.closed_at}"
        automatic.tell(ticket, body, Message.Origin.CLOSING, key)
