"""What is due, found by the columns that say so (D3). The sweeper runs each of these over and over; two sweepers at
once do no harm, because every row is taken by a conditional UPDATE or under a lock."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.module_loading import import_string

from accounts import tenancy
from inbox import auto_closing, bulk, doubts, notifying, rota, sending
from inbox.models import (
    BulkAction,
    Delivery,
    Draft,
    Duty,
    InboundEvent,
    NotificationAddress,
    Picture,
    RefusedWebhook,
    ScheduledReply,
    Ticket,
)
from profiles.models import Profile

logger = logging.getLogger(__name__)

BATCH = 200
WOKEN_AT_ONCE = 5000
SENDERS = 4
KEEP_REFUSED = timedelta(days=7)
KEEP_SENT_DRAFTS = timedelta(hours=1)


def wake_snoozed() -> int:
    return _batches(_wake_some, WOKEN_AT_ONCE)


def _wake_some() -> int:
    with tenancy.every_account():
        return len(Ticket.objects.wake_due(timezone.now(), WOKEN_AT_ONCE))


def auto_close() -> int:
    """Channel by channel (D2): one that fails never keeps the others' tickets open."""
    with tenancy.every_account():
        due = auto_closing.due_channels()
    return sum(_close_idle(*row) for row in due)


def _close_idle(account_id: int, channel_id: int) -> int:
    try:
        return _batches(partial(auto_closing.close_some, account_id, channel_id), auto_closing.AT_ONCE)
    except Exception:
        logger.exception("sweep: auto-close of channel %s failed", channel_id)
        return 0


def send_due() -> int:
    """Messages whose bell was lost, or whose next try has come."""
    with tenancy.every_account():
        due = list(Delivery.objects.due().order_by("due_at").values_list("account_id", "pk")[:BATCH])
    return in_parallel(sending.send, due)


def send_scheduled() -> int:
    """What was held or scheduled (C18), in the order of its times, one after the other: also after an outage no answer
    overtakes another."""
    with tenancy.every_account():
        due = list(
            ScheduledReply.objects.due().order_by("send_at", "id").values_list("account_id", "pk")[:BATCH]
        )
    for account_id, pk in due:
        _send_scheduled(account_id, pk)
    return len(due)


def _send_scheduled(account_id: int, pk: int) -> None:
    try:
        with tenancy.enter(account_id):
            if reply := ScheduledReply.objects.due().lock(pk):
                reply.leave()
    except Exception:
        logger.exception("sweep: scheduled reply %s failed", pk)


def resolve_unknown() -> int:
    """A sender that died with a message in its hands left a doubt behind; doubts are looked up at the provider."""
    with tenancy.every_account():
        for delivery in Delivery.objects.lapsed().select_related("message")[:BATCH]:
            delivery.doubt()
        doubts = list(
            Delivery.objects.to_look_up().order_by("due_at").values_list("account_id", "pk")[:BATCH]
        )
    return in_parallel(sending.look_up, doubts)


def retry_inbound() -> int:
    """Events that were stored but could not be applied."""
    with tenancy.every_account():
        due = list(
            InboundEvent.objects.due()
            .order_by("next_attempt_at")
            .values_list("account_id", "pk", "provider")[:BATCH]
        )
    for account_id, event_id, provider in due:
        import_string(settings.INBOUND_EVENTS[provider])(account_id, event_id)
    return len(due)


def hand_out() -> int:
    """What waits in Unassigned while somebody is there to have it (D1)."""
    return in_parallel(rota.hand_out, [(account_id,) for account_id in rota.accounts_with_work()])


def rest_silent() -> int:
    """Away by inactivity (D1)."""
    with tenancy.every_account():
        return Duty.objects.rest_silent()


def end_doubts() -> int:
    """What looks like an opt-out, and nobody has said that it is none (E3)."""
    with tenancy.every_account():
        due = list(
            Profile.objects.filter(doubt_due_at__lte=timezone.now()).values_list("account_id", "pk")[:BATCH]
        )
    return in_parallel(doubts.end, due)


def mail_news() -> int:
    """To the addresses that are told of new texts (E11)."""
    with tenancy.every_account():
        NotificationAddress.objects.move_along()
        due = list(
            NotificationAddress.objects.due().order_by("next_mail_at").values_list("account_id", "pk")[:BATCH]
        )
    return in_parallel(notifying.send, due)


def continue_bulk_actions() -> int:
    """Those whose worker was never rung for, or died."""
    with tenancy.every_account():
        lapsed = list(
            BulkAction.objects.lapsed().order_by("worked_at").values_list("account_id", "pk")[:BATCH]
        )
    return in_parallel(bulk.work_off, lapsed)


def forget_bulk_actions() -> int:
    with tenancy.every_account():
        return BulkAction.objects.old().delete()[0]


def forget_refused() -> int:
    with tenancy.every_account():
        return RefusedWebhook.objects.filter(at__lt=timezone.now() - KEEP_REFUSED).delete()[0]


def forget_sent_drafts() -> int:
    """A save that is later than this is none that was on its way when the answer left."""
    with tenancy.every_account():
        return Draft.objects.filter(body="", saved_at__lt=timezone.now() - KEEP_SENT_DRAFTS).delete()[0]


def forget_pictures() -> int:
    """Those that were brought and never sent."""
    return _batches(_forget_some_pictures, BATCH)


def _forget_some_pictures() -> int:
    with tenancy.every_account():
        return Picture.objects.forgotten()[:BATCH].discard()


def _batches(verb: Callable[[], int], size: int) -> int:
    """Until nothing is left, also after an outage: each batch in a short transaction of its own."""
    done = 0
    while (some := verb()) == size:
        done += some
    return done + some


def in_parallel(verb, rows: list) -> int:
    """Providers are slow and one may stall: a few rows at a time, and one bad row never holds up the others."""
    if not rows:
        return 0
    with ThreadPoolExecutor(SENDERS) as pool:
        list(pool.map(lambda row: _guarded(verb, row), rows))
    return len(rows)


def _guarded(verb, row) -> None:
    try:
        verb(*row)
    except Exception:
        logger.exception("sweep: %s%s failed", verb.__name__, row)
    finally:
        connection.close()
