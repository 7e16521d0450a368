"""Which click an order belongs to (E6): the person's last one before the order, within the account's days of it. By the
clocks of both, so it makes no difference which of them reached us first."""

from datetime import datetime

from inbox.models import Message
from profiles.models import Metric, Profile, ProfileEvent
from sms import link_results
from sms.models import Click, Conversion, LinkOptions


def credit(event: ProfileEvent) -> None:
    """A step of every new event: an order's revenue goes to the message whose link led to it."""
    if event.metric == Metric.PLACED_ORDER:
        _lock(event.profile_id)
        _settle(event)


def clicked(click: Click) -> None:
    """A click may come to light after the orders that it led to."""
    _lock(click.link.profile_id)
    until = click.at + LinkOptions.order_window(click.account_id)
    orders = ProfileEvent.objects.filter(profile=click.link.profile_id, metric=Metric.PLACED_ORDER)
    for order in orders.filter(at__range=(click.at, until)):
        _settle(order)


def _lock(profile_id: int) -> None:
    """Of an order and a click at once, the second sees the first."""
    Profile.objects.select_for_update(no_key=True).only("pk").get(pk=profile_id)


def _settle(order: ProfileEvent) -> None:
    before = Conversion.objects.filter(event=order).first()
    click = _last_click(order.profile_id, order.at, order.account_id)
    if (before and before.click_id) == (click and click.pk):
        return
    Conversion.objects.filter(event=order).delete()
    if click:
        Conversion.objects.create(
            account_id=order.account_id, event=order, click=click, message_id=click.link.message_id,
            source_id=click.link.source_id, value=order.value or 0, currency=order.currency,
        )  # fmt: skip
    touched = [before.message_id] if before else []
    touched += [click.link.message_id] if click else []
    for message in Message.objects.filter(pk__in=touched).select_related("channel", "ticket"):
        link_results.show(message)


def _last_click(profile_id: int, at: datetime, account_id: int) -> Click | None:
    since = at - LinkOptions.order_window(account_id)
    clicks = Click.objects.filter(link__profile=profile_id, link__clicks__gt=0, at__range=(since, at))
    return clicks.select_related("link").order_by("-at", "-id").first()
