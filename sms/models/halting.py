from datetime import timedelta

from django.db import models
from django.utils import timezone

from inbox.channels import NotYet, Refusal
from sms import errors

LOOKS_AGAIN = timedelta(minutes=1)
# An answer that waited longer than this is no answer any more: a person decides.
WAITS = timedelta(days=1)


class Halting(models.Model):
    """A provider's account that is suspended, or knows our token no more: nothing leaves until somebody has settled it,
    and nothing is lost meanwhile."""

    halted_at = models.DateTimeField(null=True, editable=False)
    halted_code = models.CharField(max_length=30, blank=True, editable=False)

    class Meta:
        abstract = True

    def halt(self, code: str) -> None:
        """All numbers of the same account at the provider."""
        self._of_the_same_account().filter(halted_at=None).update(halted_at=timezone.now(), halted_code=code)
        self.refresh_from_db(fields=["halted_at", "halted_code"])

    def resume(self) -> None:
        """It is settled, or so somebody says: the next text will tell."""
        for number in self._of_the_same_account():
            number.account.settle_alert(number.alert_key(number.halted_code))
        self._of_the_same_account().update(halted_at=None, halted_code="")
        self.refresh_from_db(fields=["halted_at", "halted_code"])

    @property
    def halted_words(self) -> str:
        return errors.meaning(self.halted_code).words

    def may_send(self, delivery) -> None:
        """Raises NotYet, and Refusal once it has waited too long."""
        if self.halted_at is None:
            return
        now = timezone.now()
        if delivery.created_at < now - WAITS:
            raise Refusal("halted", "Sending has stopped", self.halted_words)
        raise NotYet(now + LOOKS_AGAIN, "halted", self.halted_words)

    def alert_key(self, code: str) -> str:
        return f"number-{self.pk}-{code}"

    def _of_the_same_account(self):
        numbers = type(self)._default_manager.connected().select_related("account")
        return numbers.filter(account=self.account_id, account_sid=self.account_sid)
