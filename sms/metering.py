"""Credits (E12): one per segment of an outbound text, none for what comes in.

A text is counted in its claim, before it is handed over, so that the monthly limit holds exactly for any number of
workers; what the provider surely has not taken is given back. The delivery remembers the day on which it is counted, so
each is counted once whatever dies in between. The rows of the month and the day are locked by the last statement of the
claim's transaction: callers queue for one round trip and a commit.
"""

from typing import NamedTuple

from django.db import connection

from helpdesk.statements import ask
from inbox.channels import Refusal
from inbox.models import Delivery

# Nothing is counted twice (`text` is empty then), and beyond the limit nothing but what must always be answered.
COUNT = """
WITH text AS (
    SELECT d.id, d.account_id, d.segments, m.origin, (now() AT TIME ZONE a.time_zone)::date AS day, (
        SELECT monthly_limit FROM sms_sendingoptions AS o WHERE o.account_id = d.account_id
        AND NOT %(exempt)s AND d.gate <> 'compliance'
    ) AS most
    FROM inbox_delivery AS d JOIN inbox_message AS m ON m.id = d.message_id
    JOIN accounts_account AS a ON a.id = d.account_id
    WHERE d.id = %(delivery)s AND d.counted_on IS NULL FOR NO KEY UPDATE OF d
), month AS (
    INSERT INTO sms_usagemonth AS kept (account_id, month, segments, texts)
    SELECT account_id, date_trunc('month', day)::date, segments, 1 FROM text
    WHERE most IS NULL OR segments <= most
    ON CONFLICT (account_id, month) DO UPDATE
    SET segments = kept.segments + excluded.segments, texts = kept.texts + 1
    WHERE kept.segments + excluded.segments <= coalesce((SELECT most FROM text), 2147483647)
    RETURNING kept.id
), day AS (
    INSERT INTO sms_usageday AS kept (account_id, day, origin, segments, texts)
    SELECT account_id, day, origin, segments, 1 FROM text, month
    ON CONFLICT (account_id, day, origin) DO UPDATE
    SET segments = kept.segments + excluded.segments, texts = kept.texts + 1
), counted AS (
    UPDATE inbox_delivery AS d SET counted_on = text.day FROM text, month WHERE d.id = text.id
)
SELECT (SELECT count(*) FROM text), (SELECT count(*) FROM month)
"""
# The month first, then the day, as in COUNT: `day` reads `month`, so that two of them never wait for each other.
GIVE_BACK = """
WITH text AS (
    SELECT d.id, d.account_id, d.segments, m.origin, d.counted_on AS day
    FROM inbox_delivery AS d JOIN inbox_message AS m ON m.id = d.message_id
    WHERE d.id = %(delivery)s AND d.counted_on IS NOT NULL FOR NO KEY UPDATE OF d
), forgotten AS (
    UPDATE inbox_delivery AS d SET counted_on = NULL FROM text WHERE d.id = text.id
), month AS (
    UPDATE sms_usagemonth AS kept SET segments = kept.segments - text.segments, texts = kept.texts - 1 FROM text
    WHERE kept.account_id = text.account_id AND kept.month = date_trunc('month', text.day)::date
    RETURNING kept.id
), day AS (
    UPDATE sms_usageday AS kept SET segments = kept.segments - text.segments, texts = kept.texts - 1 FROM text, month
    WHERE kept.account_id = text.account_id AND kept.day = text.day AND kept.origin = text.origin
)
SELECT count(*) FROM text
"""
STANDING = """
SELECT EXISTS (SELECT FROM sms_number WHERE account_id = a.id AND disconnected_at IS NULL), o.monthly_limit,
    coalesce(m.segments, 0)
FROM accounts_account AS a LEFT JOIN sms_sendingoptions AS o ON o.account_id = a.id
LEFT JOIN sms_usagemonth AS m ON m.account_id = a.id
    AND m.month = date_trunc('month', now() AT TIME ZONE a.time_zone)::date
WHERE a.id = %(account)s
"""
REFUSED = """
INSERT INTO sms_usagemonth AS kept (account_id, month, segments, texts, refused_at)
SELECT id, date_trunc('month', now() AT TIME ZONE time_zone)::date, 0, 0, now() FROM accounts_account
WHERE id = %(account)s
ON CONFLICT (account_id, month) DO UPDATE SET refused_at = now() WHERE kept.refused_at IS NULL
"""


class Standing(NamedTuple):
    """Whether the account can send at all, and how many credits of how many it has used this month."""

    has_number: bool
    limit: int | None
    used: int

    @property
    def left(self) -> int | None:
        """None: there is no limit."""
        return None if self.limit is None else max(self.limit - self.used, 0)

    def refusal(self, segments: int = 1) -> Refusal | None:
        """Why a text of so many segments can't leave this month."""
        if self.limit is None or self.left is None or segments <= self.left:
            return None
        more = "An admin can raise the limit in Settings, Usage; it begins anew with the next month."
        said = (
            f"This text takes {segments:,} credits, and {self.left:,} of this month's {self.limit:,} are left."
            if self.left
            else f"This month's {self.limit:,} credits are used up, so nothing can be sent."
        )
        return Refusal("credits_used_up", "No credits left", f"{said} {more}")


def standing(account_id: int) -> Standing:
    row = ask(STANDING, {"account": account_id})
    assert row is not None
    return Standing._make(row)


def count(delivery: Delivery) -> None:
    """The last of SEND_CHECKS. Raises Refusal where the month's credits do not suffice."""
    if delivery.message.channel.kind == "sms" and not _counted(delivery, exempt=False):
        refusal = standing(delivery.account_id).refusal(delivery.segments)
        _remember_refusal(delivery)
        # Somebody may have raised the limit within this moment; the text goes with the next try then.
        raise refusal or Refusal("credits_used_up", "No credits left", "This month's credits were used up.")


def count_late(delivery: Delivery) -> None:
    """The provider has it after all, though it was given back: it was sent, whatever the limit says."""
    _counted(delivery, exempt=True)


def _counted(delivery: Delivery, exempt: bool) -> bool:
    found = ask(COUNT, {"delivery": delivery.pk, "exempt": exempt})
    assert found is not None
    to_count, counted = found
    return bool(counted or not to_count)


def give_back(delivery: Delivery) -> None:
    """The provider surely has not taken it."""
    with connection.cursor() as cursor:
        cursor.execute(GIVE_BACK, {"delivery": delivery.pk})


def _remember_refusal(delivery: Delivery) -> None:
    """A text had to stay behind: the admins are told, even if some credits are left."""
    with connection.cursor() as cursor:
        cursor.execute(REFUSED, {"account": delivery.account_id})
