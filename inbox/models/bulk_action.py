"""One action on many tickets (B6): on all that were meant when it was asked for, in batches, with progress, and undone
as a whole. The database holds all of it: whoever dies on the way, a sweep goes on."""

from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import AccountOwned
from helpdesk import live
from helpdesk.celery import later
from inbox.channels import Refusal
from inbox.models.bulk_verbs import VERBS, Verb

AT_ONCE = 200  # so many are changed before the request is answered, more by a worker
BATCH = 500
SILENCE = timedelta(seconds=15)  # without a finished batch: its worker is gone
UNDO_WITHIN = timedelta(days=1)
KEPT = timedelta(days=30)

# What was meant is written down as ids, so that what fits the same filters later is not touched.
WRITE_DOWN = """
INSERT INTO inbox_bulkbatch (account_id, bulk_action_id, place, ticket_ids, former)
SELECT %s, %s, place, array_agg(id), '[]'::jsonb FROM (
    SELECT id, (row_number() OVER (ORDER BY id) - 1) / %s AS place FROM ({tickets}) AS meant
) AS placed GROUP BY place
RETURNING cardinality(ticket_ids)
"""
NOTHING = "SELECT NULL::bigint AS id WHERE false"
WRITE_DOWN_UNDO = """
INSERT INTO inbox_bulkbatch (account_id, bulk_action_id, place, ticket_ids, former)
SELECT account_id, %s, place, array(SELECT (row -> 'id')::bigint FROM jsonb_array_elements(former) AS row), former
FROM inbox_bulkbatch WHERE bulk_action_id = %s AND former <> '[]'::jsonb
RETURNING cardinality(ticket_ids)
"""


class BulkActionQuerySet(models.QuerySet["BulkAction"]):
    def begin(self, account, action: str, tickets, by, **details) -> "BulkAction":
        """On these tickets of the account. `details`: `member`, `until` or `tag`, as the action needs it. Raises
        ValidationError, and nothing is written."""
        bulk = self.model(account=account, action=action, **_actor(by), **details)
        bulk.verb.check(bulk)
        bulk.save()
        try:
            sql, params = tickets.order_by().values("id").query.sql_with_params()
        except EmptyResultSet:
            sql, params = NOTHING, ()
        bulk.write_down(WRITE_DOWN.format(tickets=sql), account.pk, bulk.pk, BATCH, *params)
        return bulk

    def for_display(self):
        return self.select_related("account", "member__user", "tag", "undoes__account", "undoes__tag")

    def lapsed(self):
        """Under way, with nobody at work on it."""
        return self.filter(finished_at=None, worked_at__lt=timezone.now() - SILENCE)

    def old(self):
        return self.filter(created_at__lt=timezone.now() - KEPT)


def _actor(by) -> dict[str, str]:
    return {"actor_kind": by.actor_kind, "actor_label": by.actor_label}


class BulkAction(AccountOwned):
    """It is the actor of what it does, in the name of whoever asked for it."""

    account = models.ForeignKey(
        "accounts.Account", on_delete=models.CASCADE, related_name="bulk_actions", db_index=False
    )
    actor_kind = models.CharField(max_length=10)
    actor_label = models.CharField(max_length=120, blank=True)
    action = models.CharField(max_length=10, choices=[(key, verb.label) for key, verb in VERBS.items()])
    member = models.ForeignKey("accounts.Membership", null=True, on_delete=models.SET_NULL, related_name="+")
    until = models.DateTimeField(null=True)
    tag = models.ForeignKey("inbox.Tag", null=True, on_delete=models.SET_NULL, related_name="+")
    undoes = models.OneToOneField("self", null=True, on_delete=models.CASCADE, related_name="undoing")
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    already = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    worked_at = models.DateTimeField(default=timezone.now, editable=False)
    finished_at = models.DateTimeField(null=True, editable=False)

    objects = BulkActionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(action__in=list(VERBS)), name="bulk_action_known"),
            models.CheckConstraint(condition=Q(done__lte=F("total")), name="bulk_action_done_of_total"),
        ]
        indexes = [
            models.Index(fields=["worked_at"], name="bulk_action_running", condition=Q(finished_at=None))
        ]

    def __str__(self):
        return f"{self.action} {self.total} tickets"

    @property
    def verb(self) -> Verb:
        return VERBS[self.action]

    @property
    def is_finished(self) -> bool:
        return self.finished_at is not None

    @property
    def state(self) -> str:
        return "running" if not self.is_finished else "stopped" if self.was_stopped else "finished"

    @property
    def was_stopped(self) -> bool:
        return self.is_finished and self.done < self.total

    @property
    def left_alone(self) -> int:
        """Changed by somebody else meanwhile, or not to be changed so."""
        return self.done - self.changed - self.already

    @property
    def may_be_undone(self) -> bool:
        lasts = timezone.now() - self.created_at < UNDO_WITHIN
        return lasts and self.undoes_id is None and (self.changed > 0 or not self.is_finished)

    def write_down(self, statement: str, *params) -> None:
        """The tickets that are meant, in batches. Few are changed at once, many by a worker."""
        with connection.cursor() as cursor:
            cursor.execute(statement, params)
            self.total = sum(count for (count,) in cursor.fetchall())
        self.finished_at = None if self.total else timezone.now()
        self.save(update_fields=["total", "finished_at"])
        if self.total > AT_ONCE:
            later("inbox.tasks.bulk_action", self.account_id, self.pk)
            return
        while self.work_off():
            pass

    def work_off(self) -> bool:
        """One batch that nobody else has in hand; whether there was one. Progress is rung for."""
        unfinished = self.batches.filter(done_at=None).order_by("place")
        batch = unfinished.select_for_update(skip_locked=True, of=("self",)).first()
        if batch is None:
            return False
        done = batch.work_off(self)
        now = timezone.now()
        BulkAction.objects.filter(pk=self.pk).update(
            done=F("done") + len(batch.ticket_ids),
            changed=F("changed") + len(done.changed),
            already=F("already") + done.already,
            worked_at=now,
        )
        BulkAction.objects.filter(pk=self.pk, finished_at=None, done=F("total")).update(finished_at=now)
        self.refresh_from_db(fields=["done", "changed", "already", "worked_at", "finished_at"])
        live.ping(self.account_id, f"bulk-action-{self.pk}")
        return True

    def undo(self, by) -> "BulkAction":
        """Stops it where it is under way, and puts back what it changed and nobody has touched since. The same again
        returns the same. Raises Refusal when there is nothing to undo, or no more."""
        if undone_before := BulkAction.objects.filter(undoes=self).first():
            return undone_before
        if not self.may_be_undone:
            raise Refusal("not_undoable", "This can't be undone", self._why_not())
        undoing, is_new = BulkAction.objects.get_or_create(
            account=self.account, undoes=self, defaults={"action": "undo", **_actor(by)}
        )
        if is_new:
            self._stop()
            undoing.write_down(WRITE_DOWN_UNDO, undoing.pk, self.pk)
        return undoing

    def _stop(self) -> None:
        """Batches before the action, as a worker takes them: what one has in hand is finished first."""
        self.batches.filter(done_at=None).delete()
        BulkAction.objects.filter(pk=self.pk, finished_at=None).update(finished_at=timezone.now())
        self.refresh_from_db(fields=["done", "changed", "already", "finished_at"])
        live.ping(self.account_id, f"bulk-action-{self.pk}")

    def _why_not(self) -> str:
        if self.undoes_id:
            return "An undoing can't be undone: do the action again."
        return "It changed nothing." if not self.changed else "Only the last day's actions can be undone."


class BulkBatch(AccountOwned):
    """Some of its tickets, changed at once. `former`: what they were before, as rows of the changed columns."""

    account_from = "bulk_action"

    bulk_action = models.ForeignKey(
        BulkAction, on_delete=models.CASCADE, related_name="batches", db_index=False
    )
    place = models.PositiveIntegerField()
    ticket_ids = ArrayField(models.BigIntegerField())
    former = models.JSONField(default=list)
    done_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name_plural = "bulk batches"
        constraints = [models.UniqueConstraint(fields=["bulk_action", "place"], name="bulk_batch_place")]

    def __str__(self):
        return f"batch {self.place} of {self.bulk_action_id}"

    def work_off(self, bulk: BulkAction):
        tickets = bulk.account.tickets.filter(pk__in=self.ticket_ids).order_by("id")
        done = bulk.verb.apply(tickets, bulk, self.former)
        self.former = [{"id": row.id} | row.before for row in done.changed]
        self.done_at = timezone.now()
        self.save(update_fields=["former", "done_at"])
        return done
