"""What a campaign has to say when one of its texts is about to leave."""

from datetime import timedelta

from django.utils import timezone

from campaigns.models import Campaign
from campaigns.models.steering import CANCELLED, PAUSED
from inbox.channels import NotYet
from inbox.models import Delivery

ASKED_AGAIN = timedelta(minutes=1)
UNDER_WAY = (Campaign.State.SENDING, Campaign.State.PAUSED)


def check_campaign(delivery) -> None:
    """The question of the claim (SEND_CHECKS): what was queued before a pause or an end does not leave after it. Raises
    NotYet while the campaign is paused, and Refusal once it is cancelled."""
    if delivery.message.source_id is None:
        return
    states = Campaign.objects.filter(source=delivery.message.source_id).values_list("state", flat=True)
    state = states.first()
    if state == Campaign.State.CANCELLED:
        raise CANCELLED
    if state == Campaign.State.PAUSED:
        raise NotYet(timezone.now() + ASKED_AGAIN, "paused", PAUSED)


def wait_for_credits(delivery) -> None:
    """With the month's credits used up (E12) the campaign is paused, and nobody is left out: the text waits with it."""
    if delivery.state != Delivery.State.FAILED or delivery.error_code != "credits_used_up":
        return
    campaigns = Campaign.objects.for_display().filter(source=delivery.message.source_id, state__in=UNDER_WAY)
    if campaign := campaigns.first():
        campaign.pause(delivery.reason)
        delivery.queue_again()
