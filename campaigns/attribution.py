"""Every reply finds the campaign or flow message that caused it (F1-F3), in whatever order things become known.

What counts is when a message was sent and when a text was written. A message that is accepted late, fails later or is
reported by another system is settled together with the one before it: nothing beyond these two can change. All of it
happens with the person's row locked, as a text on its way in holds it anyway.
"""

from datetime import datetime, timedelta

from django.utils import timezone

from campaigns.windows import Send, Text, replies
from helpdesk import live
from helpdesk.statements import ask, ask_all
from inbox.models import Delivery, Message

CAUSES = [Message.Origin.CAMPAIGN, Message.Origin.FLOW]
# For somebody who never got a campaign it reads one entry of an index.
LATEST = """
SELECT send.id, send.sent_at, send.replies_until, send.source_id, reply.id, reply.sent_at
FROM (
    SELECT id, sent_at, replies_until, source_id FROM inbox_message
    WHERE profile_id = %(profile)s AND channel_id = %(channel)s AND replies_until IS NOT NULL AND sent_at <= %(at)s
    ORDER BY sent_at DESC, id DESC LIMIT 1
) send
LEFT JOIN inbox_message reply ON reply.attributed_to_id = send.id
"""

# The message while it counts and the one before it, each with its reply so far and the first text before the next one.
AROUND = """
WITH sends AS MATERIALIZED (
    (SELECT id, sent_at, replies_until, source_id FROM inbox_message
    WHERE profile_id = %(profile)s AND channel_id = %(channel)s AND replies_until IS NOT NULL
        AND (sent_at, id) <= (%(at)s, %(id)s)
    ORDER BY sent_at DESC, id DESC LIMIT 2)
    UNION ALL
    (SELECT id, sent_at, replies_until, source_id FROM inbox_message
    WHERE profile_id = %(profile)s AND channel_id = %(channel)s AND replies_until IS NOT NULL
        AND (sent_at, id) > (%(at)s, %(id)s)
    ORDER BY sent_at, id LIMIT 1)
), spans AS (SELECT *, lead(sent_at) OVER (ORDER BY sent_at, id) AS next_at FROM sends)
SELECT spans.id, spans.sent_at, spans.replies_until, spans.source_id, reply.id, first.id, first.sent_at
FROM spans
LEFT JOIN inbox_message reply ON reply.attributed_to_id = spans.id
LEFT JOIN LATERAL (
    SELECT id, sent_at FROM inbox_message
    WHERE profile_id = %(profile)s AND channel_id = %(channel)s AND origin = 'customer'
        AND sent_at >= spans.sent_at AND (next_at IS NULL OR sent_at < next_at)
    ORDER BY sent_at, id LIMIT 1
) first ON true
WHERE (spans.sent_at, spans.id) <= (%(at)s, %(id)s)
"""

LOCK = """
SELECT attribution_window_hours FROM profiles_profile profile JOIN accounts_account account
ON account.id = profile.account_id WHERE profile.id = %s FOR NO KEY UPDATE OF profile
"""


def attribute(message: Message) -> None:
    """A text came in, keyword or not. While its message has no reply, no earlier text was in time; one that has come
    before us but was written later gives way."""
    row = None if message.is_first else ask(LATEST, _place(message))
    if row is None:
        return
    send_id, sent_at, until, source_id, reply_id, replied_at = row
    text = Text(message.sent_at, message.pk)
    texts = [text, Text(replied_at, reply_id)] if reply_id else [text]
    if replies([Send(sent_at, send_id, until)], texts)[send_id] == text.id:
        _write({send_id: text.id}, {send_id: source_id})
        message.attributed_to_id, message.source_id = send_id, source_id


def follow(delivery: Delivery) -> None:
    """A campaign's or flow's message was accepted or confirmed, or it failed, be it to be tried again. A test of one is
    from no source, and causes nothing."""
    if delivery.message.origin not in CAUSES or delivery.message.source_id is None:
        return
    if delivery.state in (Delivery.State.SENT, Delivery.State.DELIVERED):
        # When it was handed over: a quick reply may be here before we have written down that it was accepted.
        sent(delivery.message, delivery.claimed_at or timezone.now())
    else:
        not_sent(delivery.message)


def sent(message: Message, at: datetime) -> None:
    """From now on replies may belong to it; the window is the one that the account has now. A repeat does nothing."""
    until = at + timedelta(hours=_lock(message.profile_id))
    counts = Message.objects.filter(pk=message.pk, replies_until=None)
    if counts.update(sent_at=at, replies_until=until):
        message.sent_at, message.replies_until = at, until
        if settle(message):
            _tell(message)


def not_sent(message: Message) -> None:
    """It has not reached the person after all: its reply belongs to the message before, or to none."""
    _lock(message.profile_id)
    if Message.objects.filter(pk=message.pk, replies_until__isnull=False).update(replies_until=None):
        message.replies_until = None
        freed = message.attributed_replies.update(attributed_to=None, source=None)
        if settle(message) or freed:
            _tell(message)


def settle(message: Message) -> bool:
    """Find the replies of this message and the one before, as they are now; the person's row must be locked. Whether
    one belongs to another message than before."""
    rows = ask_all(AROUND, _place(message))
    sends = [Send(at, pk, until) for pk, at, until, *_ in rows]
    texts = {Text(at, pk) for *_, pk, at in rows if pk}
    before = {row[0]: row[4] for row in rows}
    changed = {send: text for send, text in replies(sends, texts).items() if text != before[send]}
    if changed:
        _write(changed, {row[0]: row[3] for row in rows})
    return bool(changed)


def _write(found: dict[int, int | None], sources: dict[int, int]) -> None:
    """What belonged to these messages belongs to nothing, then what was found to them."""
    Message.objects.filter(attributed_to__in=found).update(attributed_to=None, source=None)
    for send, text in found.items():
        if text:
            Message.objects.filter(pk=text).update(attributed_to=send, source=sources[send])


def _tell(message: Message) -> None:
    live.ping(message.account_id, *message.topics)


def _lock(profile_id: int) -> int:
    """The person's row, until the end of the transaction. Returns the account's window in hours."""
    row = ask(LOCK, [profile_id])
    assert row is not None
    return row[0]


def _place(message: Message) -> dict:
    return {
        "profile": message.profile_id,
        "channel": message.channel_id,
        "at": message.sent_at,
        "id": message.pk,
    }
