"""Round robin (D1): what waits in Unassigned goes in turn to the members who are at work.

There is one way only, whatever brought it about: a new ticket, somebody coming online or closing one, the switch. It
holds the lock of the account's rota, so that sixteen at once deal no less evenly than one. Written by hand, because on
a busy desk every new ticket passes here.
"""

from itertools import islice

from django.db.models import Exists, OuterRef

from accounts import tenancy
from accounts.access import Action, Role, may
from accounts.models import Account
from helpdesk import live
from helpdesk.statements import ask
from inbox.models import Actor, Duty, Rota, Ticket

BATCH = 100  # tickets per transaction: the lock is held for moments
BY = Actor("system", "Round robin")
WORKERS = [role.value for role in Role if may(role, Action.WORK_INBOX)]

# The ticket whose customer has waited longest, and of those who take it the member whose last turn is longest ago.
# Their duty is locked: going away waits until this is committed, so nobody is handed anything while away. A ticket
# that somebody is changing at this moment is left for the next time.
DEAL = """
WITH at_work AS MATERIALIZED (
    SELECT inbox_duty.id, member_id, turn, kinds, coalesce(nullif(name, ''), email) AS name
    FROM inbox_duty
    JOIN accounts_membership ON accounts_membership.id = member_id
    JOIN accounts_user ON accounts_user.id = user_id
    WHERE inbox_duty.account_id = %(account)s AND state = 'online'
        AND last_active_at > clock_timestamp() - %(patience)s * interval '1 minute'
        AND removed_at IS NULL AND is_active AND role = ANY(%(workers)s)
        AND (%(cap)s::int IS NULL OR %(cap)s > (
            SELECT count(*) FROM inbox_ticket WHERE account_id = %(account)s AND assignee_id = member_id
            AND closed_at IS NULL AND snoozed_until IS NULL))
    ORDER BY turn, inbox_duty.id FOR NO KEY UPDATE OF inbox_duty
), waiting AS MATERIALIZED (
    SELECT inbox_ticket.id, kind FROM inbox_ticket JOIN inbox_channel ON inbox_channel.id = channel_id
    WHERE inbox_ticket.account_id = %(account)s AND assignee_id IS NULL AND NOT set_aside
        AND closed_at IS NULL AND snoozed_until IS NULL
        AND EXISTS (SELECT FROM at_work WHERE kinds = '{}' OR kind = ANY(kinds))
    ORDER BY waiting_since, inbox_ticket.id LIMIT 1 FOR NO KEY UPDATE OF inbox_ticket SKIP LOCKED
), dealt AS (
    SELECT waiting.id, member_id, name FROM waiting JOIN at_work ON kinds = '{}' OR kind = ANY(kinds)
    ORDER BY turn, at_work.id LIMIT 1
), changed AS (
    UPDATE inbox_ticket SET assignee_id = member_id FROM dealt WHERE inbox_ticket.id = dealt.id RETURNING number
), history AS (
    INSERT INTO inbox_ticketevent (account_id, ticket_id, kind, actor_kind, actor_label, data, at)
    SELECT %(account)s, id, 'assigned', %(actor_kind)s, %(actor_label)s,
        jsonb_build_object('to', name, 'member', member_id), clock_timestamp() FROM dealt
), counted AS (
    UPDATE inbox_rota SET turn = turn + 1 FROM dealt WHERE account_id = %(account)s RETURNING turn, member_id
), turned AS (
    UPDATE inbox_duty SET turn = counted.turn FROM counted WHERE inbox_duty.member_id = counted.member_id
)
SELECT number FROM changed
"""


def accounts_with_work() -> list[int]:
    """Those in which something waits and somebody is there. (Whether they may have it is found out under the lock.)"""
    waiting = Ticket.objects.for_rota().filter(account=OuterRef("pk"))
    online = Duty.objects.online().filter(account=OuterRef("pk"))
    with_work = Account.objects.filter(Exists(waiting), Exists(online), round_robin=True)
    with tenancy.every_account():
        return list(with_work.values_list("pk", flat=True))


def hand_out(account_id: int) -> int:
    """Hand out all that can be handed out now; how many tickets."""
    total = 0
    while handed := _hand_out_some(account_id):
        total += handed
    return total


def _hand_out_some(account_id: int) -> int:
    with tenancy.enter(account_id):
        terms = Rota.objects.lock(account_id)
        values = {"account": account_id, "workers": WORKERS, **terms._asdict(), **vars(BY)}
        turns = iter(lambda: ask(DEAL, values), None) if terms.on else iter(())
        numbers = [number for (number,) in islice(turns, BATCH)]
        if numbers:
            live.ping(account_id, *(f"ticket-{number}" for number in numbers), "tickets")
        return len(numbers)
