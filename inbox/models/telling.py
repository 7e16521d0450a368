"""When somebody is mailed of new texts, and how far they have been told (E11).

`told_until` is the high-water mark. It moves once the mail server has taken the mail, so an outage delays news and
loses none; what was taken in the moment of a crash may come twice. How a mail is made and sent: inbox/notifying.py.
"""

from datetime import datetime, timedelta

from django.db import connection, models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now
from django.utils import timezone

from inbox.models.message import Message

FIRST_AFTER = timedelta(seconds=30)  # a burst is one mail
EVERY = timedelta(minutes=5)
# A text bears the time at which its transaction began. After this long it has been committed: none slips past the mark.
SETTLED = timedelta(seconds=10)
QUIET = timedelta(minutes=10)
LEASE = timedelta(minutes=3)
BACK_OFF, LONGEST_BACK_OFF = timedelta(minutes=1), timedelta(hours=1)


def untold(account, channel, since):
    """Texts of customers that reached a ticket; found by the tickets that moved since then, which have an index."""
    return Message.objects.filter(
        ticket__account=account,
        ticket__channel=channel,
        ticket__last_activity_at__gt=since,
        origin=Message.Origin.CUSTOMER,
        created_at__gt=since,
        profile__blocked_at=None,
    )


class TellingQuerySet(models.QuerySet):
    def due(self):
        """Those with a mail to send now: a confirmation that was asked for, or news."""
        ripe = self._news().filter(created_at__lte=Now() - FIRST_AFTER)
        return self.listed().filter(
            Q(confirmation_due=True) | Q(Exists(ripe), confirmed_at__isnull=False),
            next_mail_at__lte=timezone.now(),
        )

    def move_along(self) -> int:
        """Where nothing happens the mark moves with the time, so that looking for news never looks far back."""
        quiet = self.filter(~Exists(self._news()), confirmed_at__isnull=False, told_until__lt=Now() - QUIET)
        return quiet.update(told_until=Now() - SETTLED)

    @staticmethod
    def _news():
        return untold(OuterRef("account_id"), OuterRef("channel_id"), OuterRef("told_until"))


class Telling(models.Model):
    told_until = models.DateTimeField(default=timezone.now, editable=False)
    told_at = models.DateTimeField(null=True, editable=False)
    # The pause between two mails, the lease of who is sending one, and the wait after a failure.
    next_mail_at = models.DateTimeField(default=timezone.now, editable=False)
    failures = models.PositiveSmallIntegerField(default=0, editable=False)
    trouble = models.CharField(max_length=200, blank=True, editable=False)

    class Meta:
        abstract = True

    @staticmethod
    def settled_until() -> datetime:
        """By the database's clock, which gives texts their time."""
        with connection.cursor() as cursor:
            now: datetime = cursor.execute("SELECT now()").fetchone()[0]
        return now - SETTLED

    def news(self, until: datetime):
        return untold(self.account_id, self.channel_id, self.told_until).filter(created_at__lte=until)

    def take(self) -> bool:
        """Claim the sending of one mail, under a lease: of two sweepers one gets it."""
        mine = type(self)._default_manager.filter(pk=self.pk, next_mail_at=self.next_mail_at, removed_at=None)
        self.next_mail_at = timezone.now() + LEASE
        return bool(mine.update(next_mail_at=self.next_mail_at))

    def asked(self) -> None:
        self._mailed(confirmation_due=False, next_mail_at=timezone.now())

    def told(self, until: datetime) -> None:
        now = timezone.now()
        self._mailed(told_until=until, told_at=now, next_mail_at=now + EVERY)

    def put_back(self, trouble: str) -> None:
        """The mail server did not take it: again later, and ever later."""
        wait = min(BACK_OFF * 2**self.failures, LONGEST_BACK_OFF)
        self._mailed(failures=min(self.failures + 1, 10), trouble=trouble, next_mail_at=timezone.now() + wait)

    def _mailed(self, **columns) -> None:
        """Unless it was confirmed, removed or claimed by somebody else in the meantime."""
        mine = type(self)._default_manager.filter(pk=self.pk, next_mail_at=self.next_mail_at)
        mine.update(**{"failures": 0, "trouble": ""} | columns)
