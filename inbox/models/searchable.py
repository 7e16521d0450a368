"""What search looks into (B4): per ticket one row of its own (person, number), and one per message."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from accounts.models import AccountOwned


class Searchable(AccountOwned):
    """The search keys of one text: no text itself, and nothing in the order in which it was said.

    Kept by triggers (migration 0005), so that it is true whoever writes. It stands outside the wall between accounts:
    Postgres uses no index for `@@` under row-level security, as the operator is not leakproof. Instead every key begins
    with its account's id, a query's keys do too, and what is found is joined back to tickets behind the wall.
    """

    class Kind(models.TextChoices):
        TICKET = "ticket", "The ticket's own row: its person and number"
        MESSAGE = "message", "A message"

    # Without constraints, which would cost a look-up each in the hot path: the triggers know their rows.
    account = models.ForeignKey(
        "accounts.Account",
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    ticket = models.ForeignKey(
        "inbox.Ticket",
        on_delete=models.DO_NOTHING,
        related_name="searchables",
        db_index=False,
        db_constraint=False,
    )
    kind = models.CharField(max_length=10, choices=Kind)
    source_id = models.BigIntegerField()
    words = SearchVectorField()
    pk = models.CompositePrimaryKey("ticket_id", "kind", "source_id")

    class Meta:
        indexes = [GinIndex(fields=["words"], name="searchable_words", fastupdate=False)]

    def __str__(self):
        return f"{self.kind} {self.source_id}"
