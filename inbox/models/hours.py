from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone

from inbox.channels import OutsideHours
from inbox.models.message import Message
from profiles import local_time

ANSWER_WINDOW = timedelta(hours=1)


class Hours(models.Model):
    """E10: at which hours one writes to the customer."""

    class Meta:
        abstract = True

    @property
    def clock(self) -> local_time.LocalTime | None:
        """The customer's local time, where the channel keeps hours."""
        return local_time.assumed(self._customer) if self.channel.backend.hours else None

    @property
    def is_outside_hours(self) -> bool:
        return self.channel.backend.opens_at(self._customer, timezone.now()) is not None

    def check_hours(self, at: datetime | None, client_id) -> None:
        """Raises OutsideHours when the customer would be disturbed by an answer at this time (None: now).

        Who has written within the last hour is awake: a direct answer disturbs nobody. What was sent before under this
        id is no answer any more, but a repetition.
        """
        moment = at or timezone.now()
        opens_at = self.channel.backend.opens_at(self._customer, moment)
        if opens_at is None or self.channel.messages.filter(client_id=client_id).exists():
            return
        since = moment - ANSWER_WINDOW
        if not self.thread().filter(origin=Message.Origin.CUSTOMER, sent_at__gte=since).exists():
            raise OutsideHours(local_time.assumed(self._customer), at, opens_at)

    @property
    def _customer(self):
        """With the account, which is at hand: of whom nothing is known, its zone counts."""
        self.profile.account = self.account
        return self.profile
