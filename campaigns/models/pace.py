from datetime import datetime, timedelta

from django.db import models

from accounts.models import AccountOwned

AHEAD = timedelta(seconds=2)


class PaceQuerySet(models.QuerySet["Pace"]):
    def hold(self, number, now: datetime) -> "Pace":
        """Locked: the campaigns of one number take turns."""
        new = Pace(account_id=number.account_id, number=number, given_until=now)
        Pace.objects.bulk_create([new], ignore_conflicts=True)
        return self.select_for_update(no_key=True).get(number=number)


class Pace(AccountOwned):
    """How far a number's time is given to campaigns. Never more than AHEAD is given, so that a pause holds at once and
    agents' answers find no long queue before them."""

    account_from = "number"

    number = models.OneToOneField("sms.Number", on_delete=models.CASCADE, related_name="pace")
    given_until = models.DateTimeField()

    objects = PaceQuerySet.as_manager()

    def __str__(self):
        return f"{self.number} until {self.given_until}"

    def room(self, per_second: float, now: datetime) -> int:
        """How many texts may be handed over now. Time that went by unused is not made up for."""
        free = now + AHEAD - max(self.given_until, now)
        return max(0, int(free.total_seconds() * per_second))

    def give(self, texts: int, per_second: float, now: datetime) -> None:
        self.given_until = max(self.given_until, now) + timedelta(seconds=texts / per_second)
        self.save(update_fields=["given_until"])
