"""E12: outbound texts are counted in segments, once per accepted text, and the monthly limit holds for any number of
workers at once."""

from datetime import date, timedelta

import pytest
from django.db.models import Sum
from django.utils import timezone

from accounts import tenancy
from inbox import sending, sweeps
from inbox.channels import Accepted, Ambiguous, NotTaken, Refusal, Rejected
from inbox.models import Delivery, Message
from sms import metering
from sms.models import SendingOptions, UsageDay, UsageMonth
from sms.providers.twilio import Twilio
from tests.carrier import new_number
from tests.sms.payloads import captured, post
from tests.sms.test_concurrency import at_once
from tests.world import text_from


@pytest.fixture
def provider(monkeypatch):
    """Takes everything; `provider(error)` makes it answer otherwise."""

    def answer(error=None):
        def send(self, number, delivery):
            if error:
                raise error
            return Accepted(f"SM{delivery.pk:032}")

        monkeypatch.setattr(Twilio, "send", send)

    monkeypatch.setattr(Twilio, "look_up", lambda self, number, delivery: [])
    answer()
    return answer


@pytest.fixture
def person(brand):
    with brand.inside():
        profile = text_from(brand.number, new_number(), "Hello").profile
        profile.give_consent("marketing", "test")
    brand.bob = brand.member(brand.bob)
    return profile


def reply(brand, body="On its way"):
    with brand.inside():
        return brand.account.tickets.by_number(1).reply(body, by=brand.bob).delivery


def send(delivery):
    sending.send(delivery.account_id, delivery.pk)
    with tenancy.enter(delivery.account_id):
        return Delivery.objects.select_related("message__channel", "message__profile").get(pk=delivery.pk)


def used(brand):
    """Segments by the month and by its days: the two always agree."""
    with brand.inside():
        months = UsageMonth.objects.aggregate(sum=Sum("segments"))["sum"] or 0
        days = UsageDay.objects.aggregate(sum=Sum("segments"))["sum"] or 0
    assert months == days
    return months


def limit(brand, credits):
    with brand.inside():
        options = SendingOptions.of(brand.number.channel)
        options.monthly_limit = credits
        options.save()


def test_e12_a_text_is_counted_in_segments_by_its_origin_and_the_accounts_day(brand, person, provider):
    assert send(reply(brand, "x" * 200)).state == "sent"
    with brand.inside():
        day = UsageDay.objects.get()
        assert (day.origin, day.segments, day.texts) == ("agent", 2, 1)
        assert day.day == timezone.localdate(timezone=brand.account.zone)
        assert UsageMonth.objects.get().month == day.day.replace(day=1)


def test_e12_what_comes_in_is_free(brand, person, provider):
    with brand.inside():
        text_from(brand.number, person.phone, "x" * 500)
    assert used(brand) == 0


@pytest.mark.parametrize("error", [NotTaken("busy"), Rejected("21617", "too long")])
def test_e12_what_was_surely_not_taken_is_given_back(brand, person, provider, error):
    provider(error)
    send(reply(brand))
    assert used(brand) == 0


def test_e12_a_text_that_is_tried_again_is_counted_once(brand, person, provider):
    delivery = reply(brand)
    provider(NotTaken("busy", 0))
    send(delivery)
    send(delivery)
    provider()
    with brand.inside():
        Delivery.objects.update(due_at=timezone.now())
    assert send(delivery).state == "sent"
    assert used(brand) == 1


def test_e12_a_worker_that_died_has_counted_and_what_is_nowhere_to_be_found_is_given_back(
    brand, person, provider
):
    delivery = reply(brand)
    with brand.inside():
        sending.claim(delivery.pk)
    assert used(brand) == 1
    for _ in range(5):
        with brand.inside():
            Delivery.objects.update(due_at=timezone.now() - timedelta(minutes=1))
        sweeps.resolve_unknown()
    assert used(brand) == 0


def test_e12_what_turns_up_at_the_provider_after_all_is_counted_late(brand, person, provider, client):
    delivery = reply(brand)
    provider(Ambiguous("timeout"))
    token = send(delivery).callback_token
    for _ in range(2):
        with brand.inside():
            Delivery.objects.update(due_at=timezone.now() - timedelta(minutes=1))
        sweeps.resolve_unknown()
    assert used(brand) == 0
    path = f"/hooks/twilio/{brand.number.route}/status/?d={token}"
    for _ in range(2):
        form = captured("status_delivered", AccountSid=brand.number.account_sid)
        assert post(client, brand.number, form, path=path).status_code == 200
    assert used(brand) == 1


def test_e12_each_attempt_that_the_provider_took_is_counted(brand, person, provider):
    """It charges for both."""
    delivery = send(reply(brand))
    with brand.inside():
        delivery.failed("30007", "filtered", delivery.provider_id)
        delivery.retry()
    assert send(delivery).state == "sent"
    assert used(brand) == 2


def test_e12_beyond_the_limit_nothing_is_sent_and_the_text_says_so(brand, person, provider):
    limit(brand, 3)
    assert [send(reply(brand)).state for _ in range(2)] == ["sent", "sent"]
    late = send(reply(brand, "x" * 200))
    assert (late.state, late.error_code) == ("failed", "credits_used_up")
    assert late.reason.startswith("This text takes 2 credits, and 1 of this month's 3 are left.")
    assert send(reply(brand)).state == "sent"
    assert used(brand) == 3


def test_e12_without_credits_the_composer_and_the_api_refuse_before_anything_is_sent(brand, person, provider):
    limit(brand, 1)
    send(reply(brand))
    with brand.inside():
        assert brand.account.tickets.by_number(1).refusal.code == "credits_used_up"
    with pytest.raises(Refusal, match="This month's 1 credits are used up"):
        reply(brand)


def test_e12_stop_is_answered_without_credits_too(brand, person, provider):
    limit(brand, 1)
    send(reply(brand))
    with brand.inside():
        text_from(brand.number, person.phone, "STOP")
        answer = Delivery.objects.get(message__origin=Message.Origin.KEYWORD)
    assert send(answer).state == "sent"
    assert used(brand) == 2


def test_e12_the_limit_holds_to_the_credit_with_sixteen_workers_at_once(brand, person, provider):
    limit(brand, 10)
    deliveries = [reply(brand) for _ in range(16)]
    # Sixteen people, so that no lock on one of them lets the workers pass one by one.
    with brand.inside():
        for delivery in deliveries:
            profile = text_from(brand.number, new_number(), "Hello").profile
            profile.give_consent("marketing", "test")
            Message.objects.filter(pk=delivery.message_id).update(profile=profile)
    states = [delivery.state for delivery in at_once(send, deliveries)]
    assert sorted(states) == ["failed"] * 6 + ["sent"] * 10
    assert used(brand) == 10


def test_e12_giving_back_and_counting_at_once_stays_exact(brand, person, provider):
    limit(brand, 1000)
    deliveries = [reply(brand) for _ in range(16)]
    with brand.inside():
        for delivery in deliveries[::2]:
            assert sending.claim(delivery.pk)

    def turn(delivery):
        with brand.inside():
            if delivery in deliveries[::2]:
                metering.give_back(delivery)
                metering.give_back(delivery)
            else:
                metering.count_late(delivery)
                metering.count_late(delivery)

    at_once(turn, deliveries)
    assert used(brand) == 8


def test_e12_a_month_ends_in_the_accounts_zone(brand, person, provider):
    """What is counted in the last hour of the account's month is not the next month's."""
    with brand.inside():
        brand.account.time_zone = "Pacific/Kiritimati"
        brand.account.save(update_fields=["time_zone"])
    send(reply(brand))
    with brand.inside():
        day = UsageDay.objects.get().day
    assert day == (timezone.now() + timedelta(hours=14)).date()
    assert isinstance(day, date)


def test_a1_usage_is_the_accounts_own(brand, person, provider, cast):
    send(reply(brand))
    with tenancy.enter(cast.globex.pk):
        assert not UsageMonth.objects.exists()
