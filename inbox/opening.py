"""The step that turns a customer's message into work: their ticket by thread key, opened or reopened (E2, C1, C5).

Written as one statement per case, because every inbound message of every customer passes here.
"""

from helpdesk import live
from helpdesk.celery import later
from helpdesk.statements import ask
from inbox.models import Media, Message

PREVIEW = 160

MOVE = """
WITH before AS (
    SELECT id, closed_at, snoozed_until FROM inbox_ticket
    WHERE channel_id = %(channel)s AND thread_key = %(key)s FOR NO KEY UPDATE
), moved AS (
    UPDATE inbox_ticket SET
        closed_at = NULL, snoozed_until = NULL,
        unread_since = coalesce(inbox_ticket.unread_since, now()),
        waiting_since = coalesce(inbox_ticket.waiting_since, now()),
        last_activity_at = now(), preview = %(preview)s, preview_is_ours = false,
        set_aside = inbox_ticket.set_aside AND before.closed_at IS NULL
    FROM before WHERE inbox_ticket.id = before.id
    RETURNING inbox_ticket.id, number, assignee_id, before.closed_at, before.snoozed_until
), linked AS (
    UPDATE inbox_message SET ticket_id = moved.id FROM moved WHERE inbox_message.id = %(message)s
), history AS (
    INSERT INTO inbox_ticketevent (account_id, ticket_id, kind, actor_kind, actor_label, data, at)
    SELECT %(account)s, id, CASE WHEN closed_at IS NULL THEN 'woken' ELSE 'reopened' END, 'customer', '', '{}', now()
    FROM moved WHERE closed_at IS NOT NULL OR snoozed_until IS NOT NULL
)
SELECT id, number, assignee_id FROM moved
"""

MAKE = """
WITH numbered AS (
    UPDATE accounts_account SET last_ticket_number = last_ticket_number + 1 WHERE id = %(account)s
    RETURNING last_ticket_number AS number
), made AS (
    INSERT INTO inbox_ticket (account_id, channel_id, profile_id, number, thread_key, preview, preview_is_ours,
        unread_since, waiting_since, last_activity_at, created_at)
    SELECT %(account)s, %(channel)s, %(profile)s, number, %(key)s, %(preview)s, false, now(), now(), now(), now()
    FROM numbered
    RETURNING id, number
), linked AS (
    UPDATE inbox_message SET ticket_id = made.id FROM made WHERE inbox_message.id = %(message)s
), history AS (
    INSERT INTO inbox_ticketevent (account_id, ticket_id, kind, actor_kind, actor_label, data, at)
    SELECT %(account)s, id, 'opened', 'customer', '', '{}', now() FROM made
)
SELECT id, number, NULL FROM made
"""


def open_or_reopen(message: Message) -> bool:
    """Handles every message that comes this far. Two first messages of one person at once make one ticket: whoever
    comes second waits for the profile's row (see receiving) and then finds the ticket; the constraint stands behind."""
    values: dict[str, str | int | None] = {
        "account": message.account_id,
        "channel": message.channel_id,
        "profile": message.profile_id,
        "key": message.channel.backend.thread_key(message),
        "preview": (message.body or _label(message))[:PREVIEW],
        "message": message.pk,
    }
    row = None if message.is_first else ask(MOVE, values)
    row = row or ask(MAKE, values)
    assert row is not None
    message.ticket_id, number, assignee = row
    live.ping(message.account_id, f"ticket-{number}", "tickets", "arrivals")
    if assignee is None and message.channel.account.round_robin:
        later("inbox.tasks.hand_out", message.account_id)
    return True


def _label(message: Message) -> str:
    """What a message without words brings along."""
    kind = next((kind for _, kind in message.inbound.media), "")
    return Media(content_type=kind).label
