"""What follows from a click (E6): an event of the person, revenue where orders came after it, its count in the thread.

A sweep does it, a second later: whoever follows a link waits for one statement and nothing else, and a click that can't
be told now is told in a minute.
"""

import logging
from datetime import timedelta

from django.utils import timezone

from accounts import tenancy
from profiles.models import Metric
from sms import conversions, link_results
from sms.models import Click

logger = logging.getLogger(__name__)

BATCH = 500
AGAIN = timedelta(minutes=1)


def tell_due() -> int:
    with tenancy.every_account():
        due = list(Click.objects.untold().order_by("tell_at").values_list("account_id", "pk")[:BATCH])
    for account_id, click_id in due:
        _tell_safely(account_id, click_id)
    return len(due)


def _tell_safely(account_id: int, click_id: int) -> None:
    try:
        tell(account_id, click_id)
    except Exception:
        logger.exception("click %s can't be told now", click_id)
        with tenancy.enter(account_id):
            Click.objects.untold().filter(pk=click_id).update(tell_at=timezone.now() + AGAIN)


def tell(account_id: int, click_id: int) -> None:
    """Safe to call any number of times, at once."""
    with tenancy.enter(account_id):
        untold = Click.objects.untold().select_for_update(skip_locked=True, of=("self",))
        whole = untold.select_related("link__message__channel", "link__message__ticket", "link__profile")
        click = whole.select_related("link__source").filter(pk=click_id).first()
        if click is None:
            return
        Click.objects.filter(pk=click.pk).update(tell_at=None)
        link = click.link
        data = {"url": link.url, "message": link.message_id, "device": click.device}
        if link.source:
            data[link.source.kind] = link.source.name
        link.profile.record_event(Metric.CLICKED_LINK, at=click.at, data=data, key=f"click:{click.pk}")
        conversions.clicked(click)
        link_results.show(link.message)
