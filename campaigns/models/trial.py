"""Trying a campaign on one's own phone. It goes the whole way, through the provider, and counts as no campaign's
message: it is marked, belongs to no source and causes no attributed reply."""

import uuid
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from accounts.models import AccountOwned
from campaigns import wording
from inbox.channels import Refusal
from inbox.models import Delivery, Message
from profiles import phones
from profiles.models import Profile

MARK = "Test: "
MOST_PHONES = 5
MOST_PER_HOUR = 20  # of an account: a trial asks for no consent, so it must never do for a campaign


class Trial(AccountOwned):
    """That somebody sent a campaign's text to a phone of their own, by hand. Never updated."""

    account_from = "campaign"

    campaign = models.ForeignKey("campaigns.Campaign", on_delete=models.CASCADE, related_name="trials")
    message = models.OneToOneField("inbox.Message", on_delete=models.CASCADE, related_name="trial")
    actor_kind = models.CharField(max_length=10)
    actor_label = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["account", "-at"], name="trial_newest")]

    def __str__(self):
        return f"trial of {self.campaign_id} by {self.actor_label or self.actor_kind}"


class Trying(models.Model):
    class Meta:
        abstract = True

    def try_on(self, numbers: list[str], by) -> list[Trial]:
        """Send the text to these numbers, which need no consent; whoever said STOP gets nothing. Raises ValidationError
        and Refusal before anything is sent."""
        wanted = list(dict.fromkeys(phones.normalise(number) for number in numbers))
        self._check_trial(wanted)
        return [self._try_on(phone, by) for phone in wanted]

    def _check_trial(self, wanted: list[str]) -> None:
        if not wanted:
            raise ValidationError("Write the number of your own phone.")
        if len(wanted) > MOST_PHONES:
            raise ValidationError(f"Choose at most {MOST_PHONES} phones.")
        lately = Trial.objects.filter(account=self.account_id, at__gt=timezone.now() - timedelta(hours=1))
        if lately.count() + len(wanted) > MOST_PER_HOUR:
            raise ValidationError(f"{MOST_PER_HOUR} test texts can be sent in an hour. Try again later.")
        if not self.text.strip() and not self.pictures.exists():
            raise ValidationError("Write the text first.")
        if not self.senders():
            raise Refusal(
                "no_number", "No number connected", "Connect a texting number first, in Settings, SMS."
            )

    def _try_on(self, phone: str, by) -> Trial:
        profile, _ = Profile.objects.get_or_create(account=self.account, phone=phone)
        number = self.senders()[0]
        message = Message.objects.create(
            account_id=self.account_id,
            channel_id=number.channel_id,
            profile=profile,
            origin=Message.Origin.CAMPAIGN,
            body=MARK + wording.compose_trial(self, profile),
            our_address=number.number,
        )
        shown = list(self.pictures.all())
        for picture in shown:
            picture.as_media(message).save()
        Delivery.queue(
            message, key=f"trial:{uuid.uuid4()}", gate=Delivery.Gate.NOT_OPTED_OUT, pictures=len(shown)
        )
        return Trial.objects.create(
            campaign=self, message=message, actor_kind=by.actor_kind, actor_label=by.actor_label[:120]
        )
