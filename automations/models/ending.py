"""How a session ends (H9), and that it runs until then."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from automations.conversation import Ended
from automations.telling import tell
from profiles.models import Profile

if TYPE_CHECKING:
    from automations.models.session import Session  # noqa: F401  (whose rows these are)

RUNNING = Q(ended_at=None)


class EndingQuerySet(models.QuerySet["Session"]):
    def running(self):
        return self.filter(RUNNING)

    def end_all(self, how: str, by=None) -> int:
        """At once and without a word. How many were running. Whoever has one of the people in hand finishes first."""
        people = Profile.objects.filter(pk__in=list(self.running().values_list("profile", flat=True)))
        list(people.order_by("pk").select_for_update(no_key=True).values_list("pk"))
        ended = list(self.running().only("account", "automation", "profile", "channel"))
        self.model.objects.filter(RUNNING, pk__in=[session.pk for session in ended]).update(
            ended=how, ended_at=timezone.now()
        )
        for session in ended:
            session.ended = how
        tell(ended, by)
        return len(ended)


class Ending(models.Model):
    ended_at = models.DateTimeField(null=True)
    ended = models.CharField(max_length=12, choices=Ended, blank=True)

    class Meta:
        abstract = True

    @property
    def is_running(self) -> bool:
        return self.ended_at is None

    def take_over(self, by=None) -> bool:
        """By the team (H13); False when it was over before."""
        ended = type(self)._default_manager.filter(pk=self.pk).end_all(Ended.TAKEN_OVER, by)
        self.refresh_from_db(fields=["ended", "ended_at"])
        return ended == 1

    def end(self, how: str, guard: Q = RUNNING, **more: Any) -> bool:
        """Without a word, by whoever has it locked. False when it was over before."""
        values = {"ended_at": timezone.now(), "ended": how, **more}
        if not type(self)._default_manager.filter(RUNNING, guard, pk=self.pk).update(**values):
            return False
        for name, value in values.items():
            setattr(self, name, value)
        self.ping()
        return True

    def ping(self) -> None:
        tell([self])
