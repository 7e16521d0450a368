"""E10: texts come from 8:00 until before 20:00 of the recipient's day; what campaigns, flows and automations send waits."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from inbox import sending, sweeps
from inbox.models import Delivery, Message
from profiles.models import Profile
from sms import daytime
from sms.daytime import next_opening
from tests.brand import Brand
from tests.daytime import zone_at
from tests.world import text_from

pytestmark = pytest.mark.usefixtures("real_hours")
PORTLAND, BOISE, BERLIN = "America/Los_Angeles", "America/Boise", "Europe/Berlin"


def at(zone, *when, fold=0):
    return datetime(*when, tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)


@pytest.mark.parametrize(
    ("zone", "now", "opens"),
    [
        (PORTLAND, (2026, 1, 15, 7, 59, 59), (2026, 1, 15, 8)),
        (PORTLAND, (2026, 1, 15, 8), None),
        (PORTLAND, (2026, 1, 15, 19, 59, 59), None),
        (PORTLAND, (2026, 1, 15, 20), (2026, 1, 16, 8)),
        (PORTLAND, (2026, 1, 15, 23), (2026, 1, 16, 8)),
        (PORTLAND, (2026, 3, 7, 23), (2026, 3, 8, 8)),  # clocks go forward in between
        (PORTLAND, (2026, 3, 8, 1, 59), (2026, 3, 8, 8)),
        (PORTLAND, (2026, 10, 31, 23), (2026, 11, 1, 8)),  # and back
        (BERLIN, (2026, 3, 28, 22), (2026, 3, 29, 8)),
        (BERLIN, (2026, 10, 24, 22), (2026, 10, 25, 8)),
        ("Australia/Sydney", (2026, 10, 3, 22), (2026, 10, 4, 8)),  # spring in the south
        ("Australia/Sydney", (2026, 4, 4, 22), (2026, 4, 5, 8)),
        ("Australia/Lord_Howe", (2026, 4, 4, 22), (2026, 4, 5, 8)),  # by half an hour
        ("Asia/Kolkata", (2026, 5, 1, 7, 45), (2026, 5, 1, 8)),
        ("Asia/Kathmandu", (2026, 5, 1, 20, 1), (2026, 5, 2, 8)),
        ("America/St_Johns", (2026, 3, 7, 21), (2026, 3, 8, 8)),
        ("Pacific/Apia", (2011, 12, 29, 21), (2011, 12, 31, 8)),  # a day that never was
    ],
)
def test_e10_when_the_hours_open(zone, now, opens):
    assert next_opening((zone,), at(zone, *now)) == (opens and at(zone, *opens))


@pytest.mark.parametrize(("fold", "hours"), [(0, 7), (1, 6)])
def test_e10_the_hour_that_comes_twice_is_told_apart(fold, hours):
    now = at(PORTLAND, 2026, 11, 1, 1, 30, fold=fold)
    assert next_opening((PORTLAND,), now) - now == timedelta(hours=hours, minutes=30)


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        ((8, 0), None),
        ((18, 59), None),
        ((7, 30), (8, 0)),  # open in Boise, not in Portland
        ((19, 0), (32, 0)),  # open in Portland, not in Boise
    ],
)
def test_e10_of_several_zones_all_must_be_open(now, opens):
    def portland(hour, minute):
        return at(PORTLAND, 2026, 1, 15) + timedelta(hours=hour, minutes=minute)

    assert next_opening((BOISE, PORTLAND), portland(*now)) == (opens and portland(*opens))


def test_e10_zones_without_a_common_hour_are_open_with_the_first():
    now = at("Antarctica/Troll", 2026, 6, 1, 23)
    assert next_opening(("Antarctica/Troll", "Antarctica/McMurdo"), now) == at(
        "Antarctica/Troll", 2026, 6, 2, 8
    )


@settings(max_examples=150, deadline=None)
@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2037, 1, 1), timezones=st.just(UTC)),
    st.lists(st.sampled_from(sorted(available_timezones() - {"localtime"})), min_size=1, max_size=3),
)
def test_e10_against_a_clock_that_is_watched_minute_by_minute(now, zones):
    """The oracle: somebody looks at all the clocks each minute until all show a time between 8:00 and 19:59. If they never
    do, the first clock counts alone."""

    def first_open(watched):
        clocks = [ZoneInfo(zone) for zone in watched]
        minutes = (now.replace(second=0, microsecond=0) + timedelta(minutes=n) for n in range(2 * 24 * 60))
        return next((m for m in minutes if all("08" <= f"{m.astimezone(c):%H}" < "20" for c in clocks)), None)

    first = first_open(zones) or first_open(zones[:1])
    assert next_opening(tuple(zones), now) == (first if first > now else None)


def test_e10_somebody_of_whom_nothing_is_known_has_the_accounts_day(acme):
    person = Profile(account=acme.acme, phone="72345")
    assert daytime.opens_at(person, at("America/New_York", 2026, 1, 15, 12)) is None
    night = at("America/New_York", 2026, 1, 15, 20)
    assert daytime.opens_at(person, night) == at("America/New_York", 2026, 1, 16, 8)


# At the claim


@pytest.fixture
def brand(django_db_setup, django_db_blocker, carrier, settings):
    settings.TWILIO_BASE_URL = carrier.base_url
    with django_db_blocker.unblock():
        brand = Brand(carrier)
        brand.paula = brand.phone("Paula")
        with brand.inside():
            brand.profile = text_from(brand.number, brand.paula.number, "Hello", city="PORTLAND").profile
            brand.profile.give_consent("marketing", "test")
        yield brand


def queued(brand, hour, **more):
    """An answer of the account's own to somebody for whom it is now this hour of the day."""
    with brand.inside():
        Profile.objects.filter(pk=brand.profile.pk).update(time_zone=zone_at(hour))
        message = Message.objects.create(
            account=brand.account,
            channel=brand.number.channel,
            profile=brand.profile,
            origin=Message.Origin.CAMPAIGN,
            body="Our sale begins",
        )
        delivery = Delivery.queue(message, key=f"camp:{message.pk}", gate=Delivery.Gate.MARKETING)
        Delivery.objects.filter(pk=delivery.pk).update(**{"daytime": True} | more)
    return delivery


def send(brand, delivery):
    sending.send(brand.account.pk, delivery.pk)
    with brand.inside():
        return Delivery.objects.get(pk=delivery.pk)


def received(brand):
    return [text["body"] for text in brand.theirs.ledger() if text["direction"] != "inbound"]


def morning_comes(brand, delivery):
    """The hours have begun there, and the sweep looks."""
    with brand.inside():
        Profile.objects.filter(pk=brand.profile.pk).update(time_zone=zone_at(8))
        Delivery.objects.filter(pk=delivery.pk).update(due_at=timezone.now() - timedelta(minutes=1))
    for _ in range(2):
        sweeps.send_due()
    with brand.inside():
        return Delivery.objects.get(pk=delivery.pk)


def test_e10_a_campaign_at_night_waits_until_eight_and_leaves_once(brand):
    delivery = queued(brand, hour=23)
    now = send(brand, delivery)
    assert (now.state, now.tries, now.state_label) == ("queued", 0, "Waiting")
    there = now.due_at.astimezone(ZoneInfo(zone_at(23)))
    assert (there.hour, there.minute, there.second) == (8, 0, 0)
    assert timezone.now() < now.due_at < timezone.now() + timedelta(hours=9)
    assert now.reason == "It is night there. It waits for the morning: 08:00 their time."
    assert send(brand, delivery).due_at == now.due_at
    assert received(brand) == []
    after = morning_comes(brand, delivery)
    assert (after.state, after.reason, received(brand)) == ("sent", "", ["Our sale begins"])


def test_e3_stop_while_it_waits_wins(brand):
    delivery = queued(brand, hour=23)
    assert send(brand, delivery).state == "queued"
    with brand.inside():
        text_from(brand.number, brand.paula.number, "STOP")
    after = morning_comes(brand, delivery)
    assert (after.state, after.error_code) == ("failed", "opted_out")
    assert "Our sale begins" not in received(brand)


@pytest.mark.parametrize(("hour", "daytime_only"), [(12, True), (3, False)])
def test_e10_by_day_and_what_an_agent_decided_leave_at_once(brand, hour, daytime_only):
    assert send(brand, queued(brand, hour, daytime=daytime_only)).state == "sent"


def test_c17_retry_at_night_waits_for_the_morning(brand):
    """What a campaign could not send by day and an agent tries again at night."""
    delivery = queued(brand, hour=3)
    with brand.inside():
        Delivery.objects.filter(pk=delivery.pk).update(state="failed", rank=4)
        failed = Delivery.objects.select_related("message__channel", "message__profile").get(pk=delivery.pk)
        failed.retry()
    now = send(brand, failed)
    assert (now.state, now.state_label) == ("queued", "Waiting")
