"""A campaign's text for one person: filled in, links shortened, the organization's name before marketing."""

from sms import composing


def variables_for(account) -> list[tuple[str, str]]:
    """What may stand in a text, with what it means."""
    pools = [(pool.variable, f"a code from “{pool}”") for pool in account.coupon_pools.order_by("name")]
    properties = (
        "properties.size",
        "any property of the person; {properties.size|medium}: what stands there without one",
    )
    return [*composing.NAMES.items(), properties, *pools]


def check(campaign) -> None:
    """Raises ValidationError: it names a variable or a coupon pool that there is not, or is too long."""
    composing.check(campaign.account, campaign.text)


def preview(campaign, profile=None) -> composing.Preview:
    """As this person (None: Sam Sample) would get it; takes neither codes nor links. Raises ValidationError."""
    marketing = campaign.is_marketing
    return composing.preview(campaign.account, campaign.text, profile, prefixed=marketing, shortened=True)


def compose(campaign, profile, key: str) -> str:
    """As it leaves, short links aside. Raises ValidationError: a coupon pool is used up, or gone."""
    return composing.compose(
        campaign.account, profile, campaign.text, key=key, prefixed=campaign.is_marketing
    )


def compose_trial(campaign, profile) -> str:
    """The same with samples in place of coupon codes. Raises ValidationError."""
    shown = composing.preview(campaign.account, campaign.text, profile, prefixed=campaign.is_marketing)
    return shown.body
