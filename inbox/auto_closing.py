"""Tickets that close by themselves (D2), each with the closing message where there is one."""

from django.db import connection
from django.utils import timezone

from accounts import tenancy
from inbox import automatic, variables
from inbox.models import Channel, Message, Ticket

AT_ONCE = 200
# Which channels have something to close: Channel.idle, asked of all of them at once, as it is every few seconds. Under
# row-level security a threshold that were computed beside the tickets could not be looked up in their index.
DUE_CHANNELS = """
WITH timed AS MATERIALIZED (
    SELECT account_id, id, auto_close_waiting, now() - auto_close_minutes * interval '1 minute' AS since
    FROM inbox_channel WHERE auto_close
)
SELECT account_id, id FROM timed WHERE EXISTS (
    SELECT FROM inbox_ticket WHERE channel_id = timed.id AND closed_at IS NULL AND snoozed_until IS NULL
    AND waiting_since IS NULL AND last_activity_at <= since
) OR auto_close_waiting AND EXISTS (
    SELECT FROM inbox_ticket WHERE channel_id = timed.id AND closed_at IS NULL AND snoozed_until IS NULL
    AND last_activity_at <= since
)
"""


def due_channels() -> list[tuple[int, int]]:
    """Account and channel."""
    with connection.cursor() as cursor:
        cursor.execute(DUE_CHANNELS)
        return cursor.fetchall()


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
