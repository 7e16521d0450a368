"""Campaigns that are due, to be prepared, or to be sent. Each of these has a sweep of its own, so that writing down a
hundred thousand people never holds up the texts of another campaign."""

from accounts import tenancy
from campaigns import working
from campaigns.models import Campaign
from inbox.sweeps import in_parallel


def begin_scheduled() -> int:
    return in_parallel(working.begin, _rows(Campaign.objects.due))


def prepare() -> int:
    return in_parallel(
        working.prepare, _rows(lambda: Campaign.objects.filter(state=Campaign.State.PREPARING))
    )


def dispatch() -> int:
    return in_parallel(working.dispatch, _rows(lambda: Campaign.objects.filter(state=Campaign.State.SENDING)))


def _rows(campaigns) -> list[tuple[int, int]]:
    with tenancy.every_account():
        return list(campaigns().order_by("id").values_list("account_id", "pk"))
