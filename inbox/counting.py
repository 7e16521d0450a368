"""What stands in the frame of every page: how many tickets the views and the rail tell of (B2, B7), and whether the
member is at work (D1). One statement per request, cheap at any size.

Written by hand, as every page of every agent asks it: the views themselves are in standing.py, and a test holds the two
together. Saved views are counted apart (saved_counts.py).
"""

from django.conf import settings

from helpdesk.statements import ask
from inbox.models import Duty

MOST = 1000  # counting stops here: "1,000+" says as much

COUNTED = "SELECT count(*) FROM (SELECT FROM inbox_ticket WHERE account_id = %(account)s AND {} LIMIT %(most)s + 1) _"
OPEN = "closed_at IS NULL AND snoozed_until IS NULL"
# What is counted, by the key of the view; `unread` is the rail's badge.
CONDITIONS = {
    "mine": f"{OPEN} AND assignee_id = %(member)s",
    "unassigned": f"{OPEN} AND assignee_id IS NULL",
    "snoozed": "snoozed_until IS NOT NULL",
    "unread": "closed_at IS NULL AND unread_since IS NOT NULL",
}
# Of a channel that the account has not set up it is null.
OF_CHANNEL = (
    "SELECT ({counted}) FROM inbox_channel AS channel WHERE account_id = %(account)s AND kind = %({kind})s"
)
# What is new in Mentions, however many tickets are listed there.
UNSEEN = (
    "SELECT count(*) FROM (SELECT DISTINCT ticket_id FROM inbox_mention"
    " WHERE membership_id = %(member)s AND seen_at IS NULL LIMIT %(most)s + 1) _"
)
OPEN_IN_CHANNEL = COUNTED.format(f"{OPEN} AND channel_id = channel.id")
ASKED = {key: COUNTED.format(condition) for key, condition in CONDITIONS.items()} | {
    f"channel-{kind}": OF_CHANNEL.format(counted=OPEN_IN_CHANNEL, kind=kind) for kind in settings.CHANNELS
}
ASKED["mentions"] = UNSEEN
OF_MEMBER = (
    "SELECT duty.id, state, since, {} FROM (SELECT) _ LEFT JOIN inbox_duty AS duty ON member_id = %(member)s"
)
FRAME = OF_MEMBER.format(", ".join(f"({asked})" for asked in ASKED.values()))


def counts(request) -> dict[str, int | None]:
    """By the keys of ASKED, at most MOST + 1 each."""
    return dict(zip(ASKED, _frame(request)[3:], strict=True))


def duty(request) -> Duty:
    """The member's; one that is not kept yet where nothing was heard of them so far."""
    pk, state, since = _frame(request)[:3]
    return Duty(pk=pk, member=request.membership, **({"state": state, "since": since} if pk else {}))


def _frame(request) -> tuple:
    """Asked when first needed: after whatever the request changed."""
    if not hasattr(request, "frame"):
        values = {"account": request.account.pk, "member": request.membership.pk, "most": MOST}
        request.frame = ask(FRAME, values | {kind: kind for kind in settings.CHANNELS})
    return request.frame


def told(count: int | None) -> str:
    """The number at a view; blank for one that is not counted."""
    return "" if count is None else f"{MOST:,}+" if count > MOST else f"{count:,}"
