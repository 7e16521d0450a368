"""What webhooks lost: every few minutes the provider's own list of the last day is compared with ours."""

import logging
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from accounts import tenancy
from inbox.models import Message
from sms import clicks, comparing, media, warning, webhooks
from sms.models import Number

logger = logging.getLogger(__name__)

EVERY = timedelta(minutes=4)
WINDOW = timedelta(hours=24)
COMPARED_EVERY, COMPARED = timedelta(days=1), 50


def reconcile() -> int:
    """How many missed texts came in. Two sweepers at once do not ask twice."""
    now = timezone.now()
    with tenancy.every_account():
        due = Number.objects.connected().filter(Q(reconciled_at=None) | Q(reconciled_at__lt=now - EVERY))
        taken = [number for number in due if _take(number, now)]
    return sum(_reconcile(number, now - WINDOW) for number in taken)


def _take(number: Number, now) -> bool:
    return bool(
        Number.objects.filter(pk=number.pk, reconciled_at=number.reconciled_at).update(reconciled_at=now)
    )


def _reconcile(number: Number, since) -> int:
    full = Number.objects.by_route(number.route)
    if full is None:
        return 0
    try:
        listed = list(full.provider.received_since(full, max(since, full.connected_at)))
    except Exception:
        logger.exception("%s can't be reconciled with its provider now", full.number)
        return 0
    with tenancy.enter(full.account_id):
        ours = set(
            Message.objects.filter(
                channel=full.channel, external_id__in=[text.external_id for text in listed]
            ).values_list("external_id", flat=True)
        )
    missed = [text for text in reversed(listed) if text.external_id not in ours]
    for text in missed:
        webhooks.take_missed(full, text)
    return len(missed)


def compare() -> int:
    """Whether the provider still has each number, and posts its texts here."""
    now = timezone.now()
    with tenancy.every_account():
        connected = Number.objects.connected().select_related("account")
        due = connected.filter(Q(compared_at=None) | Q(compared_at__lt=now - COMPARED_EVERY))
        taken = [number for number in due[:COMPARED] if _mark_compared(number, now)]
    for number in taken:
        _compare(number)
    return len(taken)


def _mark_compared(number: Number, now) -> bool:
    return bool(Number.objects.filter(pk=number.pk, compared_at=number.compared_at).update(compared_at=now))


def _compare(number: Number) -> None:
    try:
        comparing.tell(number)
    except Exception:
        logger.exception("%s can't be compared with its provider now", number.number)


def warn_of_usage() -> int:
    """The month's credits come to an end (E12)."""
    with tenancy.every_account():
        due = warning.due()
    for account_id, month_id in due:
        _warn(account_id, month_id)
    return len(due)


def _warn(account_id: int, month_id: int) -> None:
    try:
        warning.warn(account_id, month_id)
    except Exception:
        logger.exception("account %s can't be warned of its usage now", account_id)


def fetch_media() -> int:
    return media.fetch_due()


def tell_clicks() -> int:
    return clicks.tell_due()
