"""Handing one message to its provider: claim, HTTP, outcome. Two short transactions with the HTTP between them.

A send is not idempotent at the provider, so only what was surely not accepted is tried again.
"""

import logging
from functools import partial

from accounts import tenancy
from inbox.channels import Ambiguous, NotTaken, NotYet, Refusal, Rejected, steps
from inbox.models import Delivery

logger = logging.getLogger(__name__)

TRIES = 8
FIRST_PAUSE = 2.0


def send(account_id: int, delivery_id: int) -> None:
    """Send if it is due and still allowed. Safe to call any number of times, at once."""
    with tenancy.enter(account_id):
        delivery = claim(delivery_id)
    if delivery is None:
        return
    outcome = hand_over(delivery.line, delivery)
    with tenancy.enter(account_id):
        delivery.hold_person()
        outcome()


def claim(delivery_id: int) -> Delivery | None:
    """Take the delivery, with the person's row locked: a STOP that is committed is seen, one that is not yet waits."""
    deliveries = Delivery.objects.select_related("message__channel").prefetch_related("message__media")
    delivery = deliveries.filter(pk=delivery_id).first()
    if delivery is None or delivery.state != Delivery.State.QUEUED:
        return None
    message = delivery.message
    delivery.hold_person()
    if not delivery.take():
        return None
    delivery.line = message.channel.backend.line_for(delivery)
    try:
        message.channel.backend.may_send(delivery)
        for check in steps("SEND_CHECKS"):
            check(delivery)
    except Refusal as refusal:
        delivery.failed(refusal.code, refusal.text)
        return None
    except NotYet as not_yet:
        delivery.wait(not_yet.until, not_yet.text)
        return None
    return delivery


def hand_over(line, delivery: Delivery):
    """Call the provider. Returns what is to be written, for the caller to do in a transaction of its own."""
    try:
        accepted = delivery.message.channel.backend.send(line, delivery)
    except NotTaken as error:
        return partial(put_back, delivery, str(error), error.seconds)
    except Rejected as error:
        return partial(delivery.message.channel.backend.rejected, delivery, error.code, error.reason)
    except Ambiguous as error:
        logger.warning("delivery %s is in doubt: %s", delivery.pk, error)
        return delivery.doubt
    return partial(delivery.accepted, accepted.provider_id)


def put_back(delivery: Delivery, reason: str, seconds: float | None) -> None:
    if delivery.tries + 1 >= TRIES:
        moved = delivery.failed(
            "unreachable", "The provider did not take it after several tries. Retry when it is back."
        )
    else:
        moved = delivery.put_back(reason, seconds or FIRST_PAUSE * 2**delivery.tries)
    if moved:
        delivery.message.channel.backend.not_taken(delivery)


def look_up(account_id: int, delivery_id: int) -> None:
    """Ask the provider about a message in doubt. What another delivery already owns is not it."""
    with tenancy.enter(account_id):
        delivery = (
            Delivery.objects.select_related("message__channel", "message__profile")
            .filter(pk=delivery_id)
            .first()
        )
        if delivery is None or delivery.state != Delivery.State.UNKNOWN:
            return
        backend = delivery.message.channel.backend
        line = backend.line_for(delivery)
    try:
        candidates = backend.look_up(line, delivery)
    except NotTaken as error:
        logger.warning("the provider can't be asked about delivery %s: %s", delivery_id, error)
        return
    with tenancy.enter(account_id):
        delivery.hold_person()
        if free := delivery.unclaimed(candidates):
            delivery.accepted(free[0])
        elif delivery.not_found() and delivery.can_retry:
            backend.not_taken(delivery)
