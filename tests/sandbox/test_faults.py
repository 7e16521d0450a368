"""Misbehaviour on request (N2): what the application must survive."""

import time
from typing import Any

import pytest
import requests
from twilio.base.exceptions import TwilioRestException
from twilio.request_validator import RequestValidator

from sandbox.client import Account, Carrier, CarrierError, Number, Phone
from tests.carrier import sdk
from tests.sandbox.listener import Listener


def send(acme: Account, shop: Number, paula: Phone, body: str = "Hi", **settings: Any) -> Any:
    return sdk(acme).messages.create(to=paula.number, from_=shop.number, body=body, **settings)


@pytest.mark.parametrize(
    ("kind", "status", "code"),
    [("21610", 400, 21610), ("21614", 400, 21614), ("429", 429, 20429), ("500", 500, 20500)],
)
def test_a_refused_text_is_not_accepted(
    acme: Account, shop: Number, paula: Phone, carrier: Carrier, kind: str, status: int, code: int
) -> None:
    carrier.fault(kind, number=shop)
    with pytest.raises(TwilioRestException) as refused:
        send(acme, shop, paula)
    assert (refused.value.status, refused.value.code) == (status, code)
    assert acme.ledger() == []
    assert send(acme, shop, paula).status == "queued"  # it was for one text


def test_500_after_accepting(acme: Account, shop: Number, paula: Phone, carrier: Carrier) -> None:
    carrier.fault("500_after", phone=paula)
    with pytest.raises(TwilioRestException) as failed:
        send(acme, shop, paula, "ghost")
    assert failed.value.status == 500
    paula.wait_for("ghost")


def test_drop_accepts_and_hangs_up(acme: Account, shop: Number, paula: Phone, carrier: Carrier) -> None:
    carrier.fault("drop", number=shop)
    with pytest.raises(requests.exceptions.ConnectionError):
        send(acme, shop, paula, "dropped")
    paula.wait_for("dropped")
    assert [one.body for one in sdk(acme).messages.list(to=paula.number)] == ["dropped"]


def test_refuse_hangs_up_before_accepting(
    acme: Account, shop: Number, paula: Phone, carrier: Carrier
) -> None:
    carrier.fault("refuse", number=shop, times=2)
    for _ in range(2):
        with pytest.raises(requests.exceptions.ConnectionError):
            send(acme, shop, paula)
    assert acme.ledger() == []


def test_stall_accepts_and_answers_late(acme: Account, shop: Number, paula: Phone, carrier: Carrier) -> None:
    carrier.fault("stall", number=shop, seconds=0.6)
    began = time.monotonic()
    sent = send(acme, shop, paula, "slow")
    assert time.monotonic() - began > 0.6
    assert sent.status == "queued" and carrier.message(sent.sid)["status"] == "delivered"


@pytest.mark.parametrize("code", [30003, 30007])
def test_an_undelivered_text(
    acme: Account, shop: Number, paula: Phone, carrier: Carrier, listener: Listener, code: int
) -> None:
    carrier.fault(str(code), number=shop)
    sent = send(acme, shop, paula, status_callback=listener.url("/status"))
    carrier.wait_until(lambda: listener.statuses(sent.sid)[-1:] == ["undelivered"])
    assert listener.about(sent.sid)[-1].params["ErrorCode"] == str(code)
    assert sdk(acme).messages(sent.sid).fetch().error_code == code and paula.received() == []


def test_callbacks_in_the_wrong_order(
    acme: Account, shop: Number, paula: Phone, carrier: Carrier, listener: Listener
) -> None:
    carrier.fault("callback_reorder", number=shop)
    sent = send(acme, shop, paula, status_callback=listener.url("/status"))
    carrier.wait_until(lambda: len(listener.statuses(sent.sid)) == 3)
    assert listener.statuses(sent.sid) == ["delivered", "sent", "sending"]


def test_callbacks_several_times_late_or_never(
    acme: Account, shop: Number, paula: Phone, carrier: Carrier, listener: Listener
) -> None:
    carrier.fault("callback_duplicate", number=shop)
    carrier.fault("callback_delay", number=shop, seconds=0.3)
    began = time.monotonic()
    sent = send(acme, shop, paula, status_callback=listener.url("/status"))
    carrier.wait_until(lambda: len(listener.statuses(sent.sid)) == 6)
    assert listener.statuses(sent.sid) == ["sending", "sending", "sent", "sent", "delivered", "delivered"]
    assert listener.about(sent.sid)[0].at - began > 0.3
    carrier.fault("callback_none", number=shop)
    silent = send(acme, shop, paula, "silent", status_callback=listener.url("/status"))
    paula.wait_for("silent")
    assert listener.about(silent.sid) == []


@pytest.mark.parametrize("concurrent", [False, True])
def test_a_webhook_posted_several_times(
    shop: Number, paula: Phone, carrier: Carrier, listener: Listener, concurrent: bool
) -> None:
    carrier.fault("duplicate", phone=paula, copies=3, concurrent=concurrent)
    listener.pause = 0.1
    sent = paula.text("hi", to=shop)
    posts = listener.about(sent["sid"])
    gaps = [later.at - earlier.at for earlier, later in zip(posts, posts[1:], strict=False)]
    assert len(posts) == 3 and len({post.headers["I-Twilio-Idempotency-Token"] for post in posts}) == 1
    assert all(gap < 0.1 for gap in gaps) if concurrent else all(gap >= 0.1 for gap in gaps)


def test_a_text_held_until_the_next_has_passed(
    shop: Number, paula: Phone, carrier: Carrier, listener: Listener
) -> None:
    carrier.fault("hold", phone=paula)
    assert paula.text("first", to=shop)["posts"][0]["state"] == "held"
    paula.text("second", to=shop)
    carrier.wait_until(lambda: len(listener.posts) == 2)
    assert [post.params["Body"] for post in listener.posts] == ["second", "first"]


def test_clearing_lets_held_texts_go(
    shop: Number, paula: Phone, carrier: Carrier, listener: Listener
) -> None:
    carrier.fault("hold", phone=paula, times=None)
    paula.text("one", to=shop)
    paula.text("two", to=shop)
    assert listener.posts == []
    carrier.clear_faults()
    carrier.wait_until(lambda: len(listener.posts) == 2)


def test_a_lost_text_is_listed_and_can_be_sent_again(
    acme: Account, shop: Number, paula: Phone, carrier: Carrier, listener: Listener
) -> None:
    carrier.fault("lose", number=shop)
    sent = paula.text("lost", to=shop)
    assert listener.posts == [] and sent["posts"][0]["words"] == "not posted, on request"
    assert [one.sid for one in sdk(acme).messages.list(to=shop.number)] == [sent["sid"]]


@pytest.mark.parametrize("how", ["forged", "malformed", "missing"])
def test_a_wrong_signature(
    acme: Account, shop: Number, paula: Phone, carrier: Carrier, listener: Listener, how: str
) -> None:
    carrier.fault("forge", number=shop, how=how)
    paula.text("hi", to=shop)
    (post,) = listener.posts
    signature = post.headers.get("X-Twilio-Signature", "")
    assert (signature == "") == (how == "missing")
    assert not RequestValidator(acme.token).validate(listener.url("/sms?t=7"), post.params, signature)


def test_a_late_text(shop: Number, paula: Phone, carrier: Carrier, listener: Listener) -> None:
    carrier.fault("delay", number=shop, seconds=0.3)
    began = time.monotonic()
    paula.text("late", to=shop)
    assert listener.posts[0].at - began >= 0.3


def test_a_fault_concerns_nobody_else(acme: Account, shop: Number, paula: Phone, carrier: Carrier) -> None:
    carrier.fault("21610", phone="+15035559998", times=None)
    assert send(acme, shop, paula).status == "queued"


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        ("nonsense", {}),
        ("stall", {"seconds": -1}),
        ("reject", {"code": 1}),
        ("drop", {"copies": 2}),
        ("drop", {"times": 0}),
    ],
)
def test_a_fault_that_does_not_exist_is_explained(carrier: Carrier, kind: str, wrong: dict[str, Any]) -> None:
    with pytest.raises(CarrierError):
        carrier.fault(kind, **wrong)
    assert carrier.call("GET", "faults") == []
