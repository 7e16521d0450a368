"""E13: a token is rotated under traffic and nothing is lost: webhooks signed with either are taken for a day, texts
leave with the new one, and what was refused meanwhile waits."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts import tenancy
from inbox import sending, sweeps
from inbox.models import Delivery, Message
from sms.models import Number
from tests.brand import Brand
from tests.carrier import new_number
from tests.sms.payloads import inbound, post
from tests.world import text_from

OLD, NEW = "12345", "67890"


@pytest.fixture
def brand(django_db_setup, django_db_blocker, carrier, settings):
    settings.TWILIO_BASE_URL = carrier.base_url
    with django_db_blocker.unblock():
        yield Brand(carrier)


def again(brand):
    with brand.inside():
        return Number.objects.get(pk=brand.number.pk)


def test_e13_texts_that_come_in_while_the_token_is_rotated_are_all_taken(brand):
    """One sender signs with the old token, one with the new, before, while and after it is changed."""
    old, changed = brand.theirs.token, Event()
    signed = {old: 0, NEW: 0}

    def keep_texting(token, first):
        try:
            for n in range(20):
                if token == NEW and n == 0:
                    assert changed.wait(20)
                number = Number(auth_token=token, route=brand.number.route)
                form = inbound(
                    AccountSid=brand.number.account_sid,
                    To=brand.address,
                    From=new_number(),
                    MessageSid=f"SM{first + n:032x}",
                )
                signed[token] += post(Client(), number, form).status_code == 200
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        senders = [pool.submit(keep_texting, token, first) for token, first in ((old, 0), (NEW, 1000))]
        with brand.inside():
            Number.objects.get(pk=brand.number.pk).rotate(NEW)
        changed.set()
        for sender in senders:
            sender.result()
    assert signed == {old: 20, NEW: 20}
    with brand.inside():
        assert Message.objects.count() == 40


def test_e13_answers_that_the_provider_refused_meanwhile_leave_with_the_new_token(brand):
    """The provider's old token ends before anybody has entered the new one here."""
    paula, bob = brand.phone("Paula"), brand.member(brand.bob)
    with brand.inside():
        text_from(brand.number, paula.number, "Hello").profile.give_consent("marketing", "test")
    token = brand.theirs.rotate_token()
    with brand.inside():
        deliveries = [
            brand.account.tickets.by_number(1).reply(f"answer {n}", by=bob).delivery for n in range(3)
        ]
    for delivery in deliveries:
        sending.send(brand.account.pk, delivery.pk)
    assert again(brand).halted_code == "20003"
    assert paula.received() == []
    again_number = again(brand)
    with brand.inside():
        again_number.rotate(token)
        Delivery.objects.update(due_at=timezone.now() - timedelta(minutes=1))
    assert again(brand).halted_at is None
    sweeps.send_due()
    for n in range(3):
        paula.wait_for(f"answer {n}")
    assert len(paula.received()) == 3


def test_e13_the_old_token_is_believed_for_a_day(acme, client):
    acme.number.rotate(NEW)
    number = Number.objects.get(pk=acme.number.pk)
    assert number.tokens == [NEW, OLD]
    Number.objects.update(previous_until=timezone.now() - timedelta(seconds=1))
    number.refresh_from_db()
    assert number.tokens == [NEW]


def test_e13_all_numbers_of_the_same_account_at_the_provider_get_the_new_token(acme):
    second = Number.connect(
        acme.acme, number="+15035550111", account_sid=acme.number.account_sid, auth_token=OLD
    )
    third = Number.connect(acme.acme, number="+15035550112", account_sid="AC" + "d" * 32, auth_token=OLD)
    acme.number.rotate(NEW)
    assert [Number.objects.get(pk=number.pk).auth_token for number in (second, third)] == [NEW, OLD]


def test_a1_another_accounts_numbers_keep_theirs(cast):
    with tenancy.enter(cast.acme.pk):
        cast.number.rotate(NEW)
    with tenancy.every_account():
        assert Number.objects.get(account=cast.globex).auth_token == OLD
