"""G1: at most once per recipient, and nobody left out: through a crash at any point, with two at work, with STOP meanwhile.
Rows are committed, because threads have connections of their own."""

import threading
import tracemalloc

import pytest
from django.db import connection

from campaigns import working
from campaigns.models import Campaign, Pace, Recipient, preparing
from inbox import sending
from inbox.models import Delivery, Message
from profiles.models import Profile
from sms.models import Number
from tests.campaigns.conftest import subscribers
from tests.sms.test_concurrency import at_once

FAST = 1000  # texts per second


class Killed(Exception):
    pass


class KillAt:
    """Dies before the nth statement."""

    def __init__(self, n: int):
        self.n, self.asked = n, 0

    def __call__(self, execute, sql, params, many, context):
        self.asked += 1
        if self.asked == self.n:
            raise Killed
        return execute(sql, params, many, context)


def killed_at(n: int, verb, campaign) -> bool:
    """Whether the verb got so far as to be killed."""
    try:
        with connection.execute_wrapper(KillAt(n)):
            verb(campaign.account_id, campaign.pk)
    except Killed:
        return True
    return False


@pytest.fixture
def begun(brand):
    """`begun(12)`: a campaign to so many people, about to be written down, from a number that is quick."""

    def make(count: int, text="Sale! https://acme.example/sale {first_name}") -> Campaign:
        with brand.inside():
            Number.objects.update(texts_per_second=FAST)
            subscribers(brand.account, count)
            campaign = Campaign.objects.make(brand.account, "Sale", text=text)
            campaign.send(by=brand.member(brand.alice))
        return campaign

    return make


def recipients(brand, **which) -> int:
    with brand.inside():
        return Recipient.objects.filter(**which).count()


def judge(brand, campaign, count: int) -> None:
    """Everybody has one message with one delivery, and all the counters say so."""
    with brand.inside():
        messages = Message.objects.filter(source=campaign.source)
        assert messages.values("profile").distinct().count() == messages.count() == count
        assert Delivery.objects.filter(message__source=campaign.source).count() == count
        assert set(messages.values_list("profile", flat=True)) == set(
            Recipient.objects.filter(campaign=campaign, state="queued").values_list("profile", flat=True)
        )
        now = Campaign.objects.for_display().get(pk=campaign.pk)
        assert (now.total, now.queued, now.waiting, now.skipped) == (count, count, 0, 0)


def test_g1_killed_between_every_two_statements_everybody_gets_it_once(brand, begun, monkeypatch):
    monkeypatch.setattr(preparing, "BATCH", 3)
    campaign, n = begun(7), 1
    while killed_at(n, working.prepare, campaign):
        n += 1
    assert n > 5 and recipients(brand) == 7
    n = 1
    while killed_at(n, working.dispatch, campaign):
        assert recipients(brand, state="queued") == 0, "what was not finished left nothing behind"
        n += 1
    assert n > 10
    judge(brand, campaign, 7)


def test_g1_a_preparation_goes_on_behind_the_last_finished_batch(brand, begun, monkeypatch):
    monkeypatch.setattr(preparing, "BATCH", 3)
    campaign = begun(7)
    with brand.inside():
        assert Campaign.objects.hold(campaign.pk, "preparing").prepare()
    assert recipients(brand) == 3
    working.prepare(brand.account.pk, campaign.pk)
    assert recipients(brand) == 7


def test_g1_four_at_work_at_once_give_it_to_everybody_once(brand, begun, monkeypatch):
    monkeypatch.setattr(preparing, "BATCH", 5)
    campaign = begun(40)
    at_once(lambda _: working.prepare(brand.account.pk, campaign.pk), range(4))
    working.prepare(brand.account.pk, campaign.pk)  # those who found it in another's hands went away
    with brand.inside():
        Number.objects.update(texts_per_second=10)

    def dispatch(_):
        for _ in range(4):
            working.dispatch(brand.account.pk, campaign.pk)

    at_once(dispatch, range(4))
    with brand.inside():
        Number.objects.update(texts_per_second=FAST)
        Delivery.objects.update(state="sent")
    working.dispatch(brand.account.pk, campaign.pk)
    judge(brand, campaign, 40)


def test_g1_two_campaigns_of_one_number_share_its_rate(brand, begun):
    first, second = begun(30), begun(0)
    with brand.inside():
        Number.objects.update(texts_per_second=5)
    for campaign in (first, second):
        working.prepare(brand.account.pk, campaign.pk)
    at_once(lambda campaign: working.dispatch(brand.account.pk, campaign.pk), [first, second] * 2)
    assert recipients(brand, state="queued") <= 10 + 1, "two seconds' worth of five per second"
    with brand.inside():
        Pace.objects.update(given_until="2000-01-01T00:00Z")
    working.dispatch(brand.account.pk, second.pk)
    assert recipients(brand, state="queued") <= 20, "with nobody sending, no queue grows"


def test_g3_a_stop_in_the_middle_wins(brand, begun):
    """No claim after the commit of the STOP, whoever is quicker."""
    campaign, stopped_at = begun(40), {}
    working.prepare(brand.account.pk, campaign.pk)
    working.dispatch(brand.account.pk, campaign.pk)
    with brand.inside():
        people = list(Profile.objects.order_by("id"))[::2]
        deliveries = list(Delivery.objects.order_by("id").values_list("pk", flat=True))
    over = threading.Event()

    def claim(places):
        for pk in deliveries[places::3]:
            with brand.inside():
                sending.claim(pk)

    def stop(_):
        for person in people:
            with brand.inside():
                person.withdraw_consent("Texted STOP")
            with brand.inside(), connection.cursor() as cursor:
                stopped_at[person.pk] = cursor.execute("SELECT clock_timestamp()").fetchone()[0]
        over.set()

    at_once(lambda job: job[0](job[1]), [(claim, 0), (claim, 1), (claim, 2), (stop, 0)])
    assert over.is_set()
    with brand.inside():
        for delivery in Delivery.objects.select_related("message"):
            stopped = stopped_at.get(delivery.message.profile_id)
            if delivery.state == "sending" and stopped:
                assert delivery.claimed_at <= stopped
            else:
                assert delivery.state == ("failed" if stopped else "sending")


@pytest.mark.slow
def test_p10_the_memory_of_writing_down_stays_flat(brand, monkeypatch):
    """Five thousand people or fifty: nobody is read to be written down."""
    monkeypatch.setattr(preparing, "BATCH", 500)
    peaks = []
    with brand.inside():
        Number.objects.update(texts_per_second=FAST)
    for count in (50, 5000):
        with brand.inside(), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO profiles_profile (account_id, phone, email, first_name, last_name, city, region,"
                " postal_code, country, time_zone, properties, created_at, marketing_since)"
                " SELECT %s, '+1' || (2010000000 + n), '', '', '', '', '', '', '', '', '{}', now(), now()"
                " FROM generate_series(%s, %s) n",
                [brand.account.pk, count * 10, count * 11 - 1],
            )
            campaign = Campaign.objects.make(brand.account, "Sale", text="Sale!")
            campaign.send(by=brand.member(brand.alice))
        tracemalloc.start()
        working.prepare(brand.account.pk, campaign.pk)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert recipients(brand, campaign=campaign) >= count
    assert peaks[1] < peaks[0] + 200_000
