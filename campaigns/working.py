"""Campaigns at work, for the worker and the sweeper: each step a transaction of its own, on a row that nobody else has
in hand."""

from accounts import tenancy
from campaigns.models import Campaign


def begin(account_id: int, campaign_id: int) -> None:
    """One whose time has come."""
    with tenancy.enter(account_id):
        if campaign := Campaign.objects.hold(campaign_id, Campaign.State.SCHEDULED):
            campaign.begin()


def prepare(account_id: int, campaign_id: int) -> int:
    """Write down all its people. How many batches."""
    done = 0
    while _prepare_some(account_id, campaign_id):
        done += 1
    return done


def _prepare_some(account_id: int, campaign_id: int) -> bool:
    with tenancy.enter(account_id):
        campaign = Campaign.objects.hold(campaign_id, Campaign.State.PREPARING)
        return campaign is not None and campaign.prepare()


def dispatch(account_id: int, campaign_id: int) -> int:
    """Hand over what may leave now. To how many people."""
    with tenancy.enter(account_id):
        campaign = Campaign.objects.hold(campaign_id, Campaign.State.SENDING)
        return campaign.dispatch() if campaign else 0
