"""What came of a campaign or flow (F4), counted when it is asked for: nothing is kept twice."""

from dataclasses import dataclass, field

from django.db import connection

from inbox.models import Delivery, Source
from sms import link_results
from sms.link_results import LinkResults

State = Delivery.State

# How far its messages came, and in which time. Those without a delivery another system has sent (G3).
STATES = """
SELECT coalesce(state, 'sent'), CASE WHEN state = 'failed' THEN reason ELSE '' END, count(*),
    min(message.sent_at) FILTER (WHERE replies_until IS NOT NULL), max(replies_until)
FROM inbox_message message LEFT JOIN inbox_delivery delivery ON message_id = message.id
WHERE source_id = %s AND origin <> 'customer'
GROUP BY 1, 2 ORDER BY 3 DESC, 2
"""

# First those who took back their consent by a text, then whose message was the last that each had got before, in time.
REACTIONS = """
SELECT (SELECT count(*) FROM inbox_message WHERE source_id = %(source)s AND attributed_to_id IS NOT NULL), (
    SELECT count(DISTINCT consent.profile_id) FROM profiles_consent consent
    JOIN inbox_message said ON said.profile_id = consent.profile_id AND said.sent_at = at AND origin = 'customer'
    JOIN LATERAL (
        SELECT source_id, replies_until FROM inbox_message
        WHERE profile_id = said.profile_id AND channel_id = said.channel_id AND replies_until IS NOT NULL
            AND sent_at <= said.sent_at
        ORDER BY sent_at DESC, id DESC LIMIT 1
    ) heard ON heard.source_id = %(source)s AND heard.replies_until >= said.sent_at
    WHERE consent.account_id = %(account)s AND NOT given AND at BETWEEN %(first)s AND %(last)s
)
"""


@dataclass(frozen=True)
class Results:
    """In messages, but for `opt_outs`, which are people. `sent`: the provider took it and has not reported it as failed
    since; `delivered` is a part of that, as far as carriers tell. `waiting` is on its way. At most one reply each (F2).
    """

    sent: int = 0
    delivered: int = 0
    waiting: int = 0
    failed_by_reason: dict[str, int] = field(default_factory=dict)
    replies: int = 0
    opt_outs: int = 0
    links: LinkResults = LinkResults(clicks=0, clickers=0, orders=0, revenue={})

    @property
    def failed(self) -> int:
        return sum(self.failed_by_reason.values())

    @property
    def all(self) -> int:
        return self.sent + self.waiting + self.failed

    @property
    def revenue(self) -> list[str]:
        return self.links.amounts

    @property
    def reply_rate(self) -> float | None:
        """Replies per message that was sent; None before there is one."""
        return self.replies / self.sent if self.sent else None


def results_of(source: Source) -> Results:
    with connection.cursor() as cursor:
        cursor.execute(STATES, [source.pk])
        rows = cursor.fetchall()
        first = min((row[3] for row in rows if row[3]), default=None)
        last = max((row[4] for row in rows if row[4]), default=None)
        values = {"source": source.pk, "account": source.account_id, "first": first, "last": last}
        cursor.execute(REACTIONS, values)
        replies, opt_outs = cursor.fetchone()
    by_state: dict[str, int] = {}
    for state, _, count, *_ in rows:
        by_state[state] = by_state.get(state, 0) + count
    return Results(
        sent=by_state.get(State.SENT, 0) + by_state.get(State.DELIVERED, 0),
        delivered=by_state.get(State.DELIVERED, 0),
        waiting=sum(by_state.get(state, 0) for state in (State.QUEUED, State.SENDING, State.UNKNOWN)),
        failed_by_reason={
            reason or "Without a reason": count for state, reason, count, *_ in rows if state == State.FAILED
        },
        replies=replies,
        opt_outs=opt_outs,
        links=link_results.of_source(source),
    )
