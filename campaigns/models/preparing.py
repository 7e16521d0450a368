"""Whom a campaign goes to is written down before anything is sent: set by set, in batches of profile ids, each in a
transaction of its own. Whoever dies on the way, the next one goes on behind the last finished batch."""

from datetime import datetime

from django.db import connection, models
from django.utils import timezone

from campaigns import audience
from campaigns.checking import NO_NUMBER
from helpdesk import live

BATCH = 5000

WRITE_DOWN = """
WITH made AS (
    INSERT INTO campaigns_recipient (account_id, campaign_id, profile_id, number_id, reason, state, due_at)
    SELECT %s, %s, id, number, why, CASE why WHEN '' THEN 'waiting' ELSE 'skipped' END, %s
    FROM ({people}) AS meant (id, number, why)
    ON CONFLICT (campaign_id, profile_id) DO NOTHING
    RETURNING state
)
SELECT count(*), count(*) FILTER (WHERE state = 'skipped') FROM made
"""


class Preparing(models.Model):
    total: int
    skipped: int
    prepared_through: int
    prepared_at: datetime | None

    class Meta:
        abstract = True

    def prepare(self) -> bool:
        """Write down the next of its people, the row being locked; whether there may be more."""
        numbers = self.senders()
        if not numbers:
            self.pause(NO_NUMBER)
            return False
        end = self._end_of_batch()
        made, skipped = self._write_down(numbers, end)
        self.total, self.skipped = self.total + made, self.skipped + skipped
        self.prepared_through = end or self.prepared_through
        if end is None:
            self.prepared_at, self.state = timezone.now(), self.State.SENDING
        self.save(update_fields=["total", "skipped", "prepared_through", "prepared_at", "state"])
        live.ping(self.account_id, self.topic)
        return end is not None

    def senders(self) -> list:
        """The connected numbers that it may be sent from, the usual one first."""
        connected = self.account.sms_numbers.default_first()
        return list(connected.filter(pk=self.number_id) if self.number_id else connected)

    def _end_of_batch(self) -> int | None:
        """The last profile id of the next batch; None: the batch is the last."""
        after = self.account.profiles.filter(pk__gt=self.prepared_through).order_by("pk")
        return after.values_list("pk", flat=True)[BATCH - 1 : BATCH].first()

    def _write_down(self, numbers: list, end: int | None) -> tuple[int, int]:
        people = audience.people(self).filter(pk__gt=self.prepared_through)
        if end is not None:
            people = people.filter(pk__lte=end)
        meant = people.annotate(sender=audience.sender(numbers), why=audience.why_not(self)).order_by("pk")
        sql, params = meant.values_list("pk", "sender", "why").query.sql_with_params()
        with connection.cursor() as cursor:
            cursor.execute(WRITE_DOWN.format(people=sql), [self.account_id, self.pk, timezone.now(), *params])
            return cursor.fetchone()
