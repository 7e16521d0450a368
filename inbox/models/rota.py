from typing import NamedTuple

from django.db import models

from accounts.models import AccountOwned
from helpdesk.statements import ask

LOCK = """
SELECT round_robin, open_ticket_cap, away_after_minutes FROM inbox_rota
JOIN accounts_account ON accounts_account.id = inbox_rota.account_id
WHERE account_id = %(account)s FOR NO KEY UPDATE OF inbox_rota
"""


class Terms(NamedTuple):
    """On which an account hands out tickets: whether it does, open tickets per member at most, minutes of silence."""

    on: bool
    cap: int | None
    patience: int


class RotaQuerySet(models.QuerySet["Rota"]):
    def lock(self, account_id: int) -> Terms:
        """Hold the account's rota for the rest of the transaction. It is made when it is held first."""
        terms = ask(LOCK, {"account": account_id})
        if terms is None:
            Rota.objects.bulk_create([Rota(account_id=account_id)], ignore_conflicts=True)
            terms = ask(LOCK, {"account": account_id})
        assert terms is not None
        return Terms(*terms)


class Rota(AccountOwned):
    """Whose turn it is (D1). One row per account, whose lock makes hand-outs follow one another."""

    account = models.OneToOneField("accounts.Account", on_delete=models.CASCADE, related_name="rota")
    turn = models.PositiveBigIntegerField(default=0)

    objects = RotaQuerySet.as_manager()

    def __str__(self):
        return f"turn {self.turn}"
