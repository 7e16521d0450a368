"""G1, G2, G10 in small: what the product stands on goes away and comes back. Nothing is lost, nothing is sent twice."""

import time
from collections import Counter
from datetime import timedelta

import httpx
import pytest
import redis
from django.db import connection
from django.utils import timezone
from playwright.sync_api import expect

from inbox.models import Delivery, InboundEvent, Message
from sandbox.client import Carrier
from tests.live.private import Private
from tests.world import text_from


@pytest.fixture(scope="module")
def private(carrier_process, django_db_setup, django_db_blocker):
    with Carrier(carrier_process.base_url) as carrier, django_db_blocker.unblock():
        product = Private(carrier)
        with product.at_home():
            product.start()
        yield product
        product.stop()


@pytest.fixture
def house(private, carrier, settings, django_db_blocker):
    settings.PUBLIC_BASE_URL, settings.REDIS_URL = private.base_url, private.valkey.url
    settings.TWILIO_BASE_URL = private.carrier_url
    with django_db_blocker.unblock(), private.at_home():
        yield private.account()
        private.restore()


def until(question, seconds=20):
    end = time.monotonic() + seconds
    while not (answer := question()):
        assert time.monotonic() < end, "it did not come true in time"
        time.sleep(0.05)
    return answer


def answers(text):
    """What the product answered to the webhooks of a text, status by status."""
    return [attempt["status"] for post in text["posts"] for attempt in post["attempts"]]


def bodies(house):
    with house.inside():
        return sorted(Message.objects.filter(origin="customer").values_list("body", flat=True))


def states(house):
    with house.inside():
        return Counter(Delivery.objects.values_list("state", flat=True))


def arrived(house):
    return Counter(text["body"] for text in house.theirs.ledger(limit=500) if text["direction"] != "inbound")


@pytest.mark.browser
def test_without_redis_texts_come_in_answers_leave_and_live_updates_return(private, house, person, desk):
    paula = person()
    paula.say("Hello")
    alice = desk("alice")
    alice.row("Paula").click()
    expect(alice.message("Hello")).to_be_visible()
    private.valkey.stop()
    taken = paula.say("Is anybody there?")
    assert answers(taken) == [200]
    alice.write("Yes, we are")
    assert paula.wait_for("Yes, we are", seconds=20)
    private.valkey.start()
    expect(alice.message("Is anybody there?")).to_be_visible(timeout=20_000)
    expect(alice.delivery("Yes, we are")).to_have_text("Delivered", timeout=20_000)

    def rings():
        paula.say("And live again")
        return alice.message("And live again").count()

    until(rings)
    assert arrived(house) == {"Yes, we are": 1}


def test_a_flushed_redis_loses_nothing(private, house, person):
    paula = person()
    paula.say("Hello")
    private.worker.kill()
    answer(house, "Queued, and its bell is lost")
    redis.Redis.from_url(private.valkey.url).flushall()
    private.worker.start()
    until(lambda: states(house) == {"delivered": 1})
    assert arrived(house) == {"Queued, and its bell is lost": 1}


def test_without_postgres_a_webhook_answers_503_and_the_carrier_brings_the_text_again(private, house):
    phone = house.phone("Paula")
    phone.text("Before", to=house.address)
    connection.close()
    private.postgres.stop()
    assert httpx.post(house.number.inbound_url.partition("#")[0], trust_env=False).status_code == 503
    taken = phone.text("Meanwhile", to=house.address, wait=False)
    assert until(lambda: answers(private.carrier.message(taken["sid"])))[0] == 503
    private.postgres.start()
    until(lambda: bodies(house) == ["Before", "Meanwhile"])
    with house.inside():
        assert InboundEvent.objects.count() == 2


def answer(house, body):
    with house.inside():
        ticket = house.account.tickets.by_number(1)
        return ticket.reply(body, by=house.member(house.bob))


SENDS = 30


def test_g2_a_worker_and_a_sweeper_killed_amid_thirty_sends_leave_each_text_exactly_once(private, house):
    phone = house.phone("Paula")
    with house.inside():
        text_from(house.number, phone.number, "Hello").profile.give_consent("marketing", "test")
    for kind, times in (("stall", 12), ("drop", 4), ("throttle", 3), ("500_after", 3)):
        private.carrier.fault(
            kind, number=house.address, times=times, **({"seconds": 1} if kind == "stall" else {})
        )
    private.carrier.fault("callback_none", number=house.address, times=8)  # so that look-ups must find some
    texts = [f"Text {i}" for i in range(SENDS)]
    for text in texts:
        answer(house, text)
    for process in (private.worker, private.sweeper, private.worker, private.sweeper):
        until(lambda: states(house)["sending"])
        process.kill()
        process.start()
    until(lambda: settled(house), seconds=40)
    assert arrived(house) == Counter(texts)


def settled(house):
    """Leases and look-ups wait a minute; here that minute has passed. A text that surely never left is sent again."""
    with house.inside():
        waiting = Delivery.objects.filter(state="unknown") | Delivery.objects.filter(
            state="sending", claimed_at__lt=timezone.now() - timedelta(seconds=11)
        )
        waiting.update(due_at=timezone.now() - timedelta(seconds=5))
        for delivery in Delivery.objects.filter(state="unknown", looked_up__gte=2).select_related(
            "message__channel"
        ):
            delivery.retry()
    return sum(states(house)[state] for state in ("sent", "delivered")) == SENDS
