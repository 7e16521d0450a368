"""What a verified webhook does: the event is stored and applied in one transaction. If it can't be applied it is stored
alone, still acknowledged, and tried again by a sweep; nothing is ever acknowledged that Postgres does not have."""

import json
import logging
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from urllib.parse import urlencode

from django.db import InterfaceError, OperationalError
from django.http import QueryDict

from accounts import tenancy
from helpdesk.statements import ask
from inbox.models import Delivery, InboundEvent, RefusedWebhook
from inbox.receiving import Inbound, receive
from sms import errors, metering, parsing
from sms.models import Number
from sms.parsing import Malformed, StatusUpdate

__all__ = ["Malformed", "apply_again", "refuse", "take_in", "take_missed", "take_status"]

logger = logging.getLogger(__name__)

KEPT_HEADERS = ("I-Twilio-Idempotency-Token", "X-Twilio-Signature", "User-Agent")
KEPT_REFUSED = 1000
STORE = """
INSERT INTO inbox_inboundevent
    (account_id, provider, event_key, route, body, headers, state, attempts, next_attempt_at, error, received_at)
VALUES (%s, %s, %s, %s, %s, %s, %s, 0, now(), %s, now())
ON CONFLICT (account_id, provider, event_key) DO NOTHING
RETURNING id
"""


def take_in(number: Number, form, query, raw: str, headers) -> None:
    """A text came in. Raises Malformed."""
    text = number.provider.inbound(number, form)
    if not number.provider.is_for(number, form):
        logger.error(
            "a text for %s reached the address of %s and was set aside", text.our_address, number.number
        )
        refuse(number, f"inbound:{number.route}", f"meant for {text.our_address}", raw, headers)
        return
    _take(number, text.external_id, raw, _kept(headers), partial(receive, number.channel, text))


def take_status(number: Number, form, query, raw: str, headers) -> None:
    """The state of a text of ours changed. Raises Malformed."""
    update = number.provider.status(number, form, query)
    body = f"{raw}&{query.urlencode()}"
    _take(number, update.event_key, body, _kept(headers), partial(apply_status, update))


def take_missed(number: Number, text: Inbound) -> None:
    """A text that the provider lists but whose webhook never came."""
    form = {"MessageSid": text.external_id, "From": text.phone, "To": text.our_address, "Body": text.body}
    form["NumMedia"] = str(len(text.media))
    for i, (url, content_type) in enumerate(text.media):
        form |= {f"MediaUrl{i}": url, f"MediaContentType{i}": content_type}
    body = urlencode(form)
    _take(
        number, text.external_id, body, {"source": "reconciliation"}, partial(receive, number.channel, text)
    )


def _take(number: Number, key: str, raw: str, headers: dict, apply: Callable) -> None:
    event = [number.account_id, number.provider_name, key, number.route, raw, json.dumps(headers)]
    try:
        with tenancy.enter(number.account_id):
            if _store([*event, InboundEvent.State.DONE, ""]):
                apply()
            number.heard()
    except (OperationalError, InterfaceError):
        raise  # 503: the provider keeps it and tries again
    except Exception as error:
        logger.exception("the event %s can't be applied now, it is kept", key)
        with tenancy.enter(number.account_id):
            _store([*event, InboundEvent.State.NEW, repr(error)])


def _store(values: list) -> bool:
    """Whether the event is new. A repeat, even at the same moment, is not."""
    return ask(STORE, values) is not None


def _kept(headers) -> dict:
    return {name: headers[name] for name in KEPT_HEADERS if name in headers}


def apply_status(update: StatusUpdate) -> None:
    """Move the delivery up. Callbacks come in any order, twice, and before our own commit of the acceptance."""
    delivery = _delivery_of(update)
    if delivery is None:
        return
    attempt = delivery.attempt
    match update.status:
        case "accepted" | "scheduled" | "queued" | "sending" | "sent":
            delivery.accepted(update.provider_id)
        case "delivered" | "read":
            delivery.delivered(update.provider_id)
        case "undelivered" | "failed" | "canceled":
            words = errors.meaning(update.error_code, update.said).words
            delivery.hold_person()
            delivery.message.channel.backend.rejected(delivery, update.error_code, words, update.provider_id)
    if update.our_address and not delivery.message.our_address:
        delivery.message.left_from(update.our_address)
    if delivery.counted_on is None and delivery.attempt == attempt:
        metering.count_late(delivery)


def _delivery_of(update: StatusUpdate) -> Delivery | None:
    rows = Delivery.objects.select_related("message__channel", "message__profile", "message__ticket")
    if update.delivery_id and update.attempt:
        return rows.filter(pk=update.delivery_id, attempt=update.attempt).first()
    return rows.filter(provider_id=update.provider_id).first()


def apply_again(account_id: int, event_id: int) -> None:
    """A stored event once more; it is pushed back, ever later, when it still can't be applied."""
    try:
        with tenancy.enter(account_id):
            event = InboundEvent.objects.due().select_for_update(skip_locked=True).filter(pk=event_id).first()
            if event is not None:
                _apply(event)
                event.done()
    except Exception as error:
        logger.exception("the stored event %s still can't be applied", event_id)
        with tenancy.enter(account_id):
            InboundEvent.objects.get(pk=event_id).push_back(repr(error))


def _apply(event: InboundEvent) -> None:
    number = Number.objects.select_related("channel__sms_texts", "channel__account").get(route=event.route)
    form = parsing.cleaned(QueryDict(event.body))
    if event.event_key.count(":"):
        apply_status(number.provider.status(number, form, form))
    else:
        # It counts from when it came: a STOP that waited here must not undo what the person said since.
        receive(number.channel, replace(number.provider.inbound(number, form), sent_at=event.received_at))


def refuse(number: Number | None, path: str, reason: str, raw: str, headers) -> None:
    """Keep what was not taken for inspection: the newest of each account, for 7 days, and of strangers no more."""
    logger.warning("webhook refused at %s: %s", path, reason)
    account_id = number.account_id if number else None
    with tenancy.every_account():
        RefusedWebhook.objects.create(
            account_id=account_id,
            provider=number.provider_name if number else "",
            path=path[:300],
            reason=reason[:200],
            body=raw[:20_000],
            headers=_kept(headers),
        )
        kept = RefusedWebhook.objects.filter(account=account_id).order_by("-id")
        if oldest := list(kept.values_list("pk", flat=True)[KEPT_REFUSED : KEPT_REFUSED + 1]):
            kept.filter(pk__lte=oldest[0]).delete()
