"""E12, M1: usage through the API."""

import pytest

from accounts import tenancy
from sms import usage
from sms.models import SendingOptions, UsageDay, UsageMonth


@pytest.fixture
def used(cast):
    with tenancy.enter(cast.acme.pk):
        month = usage.this_month(cast.acme)
        UsageMonth.objects.create(account=cast.acme, month=month, segments=7, texts=4)
        UsageDay.objects.create(account=cast.acme, day=month, origin="agent", segments=7, texts=4)
        SendingOptions.objects.update(monthly_limit=10, price_per_segment="0.01")
    return month


def test_e12_the_present_month_is_told(reader, used):
    found = reader.get("usage/").json()
    assert found["month"] == used.isoformat()
    assert (found["credits"], found["texts"], found["limit"], found["left"]) == (7, 4, 10, 3)
    assert (found["estimated_cost"], found["currency"]) == ("0.07000", "USD")
    assert found["by_sender"]["agents"] == 7
    assert found["days"][0] == {"day": used.isoformat(), "credits": 7}


def test_e12_another_month_is_told(reader, used):
    assert reader.get("usage/", month="2020-02").json()["credits"] == 0


@pytest.mark.parametrize("month", ["2026", "2026-13", "0000-01", "x"])
def test_e12_nonsense_is_refused(reader, used, problem, month):
    assert problem(reader.get("usage/", month=month), 400, "invalid")["errors"]["month"]


def test_a1_a_stranger_sees_the_own_alone(stranger, used):
    assert stranger.get("usage/").json()["credits"] == 0


def test_e12_without_credits_an_answer_is_refused_with_its_code(machine, used, problem):
    with tenancy.enter(machine.key.account_id):
        SendingOptions.objects.update(monthly_limit=7)
    answer = machine.post("tickets/1/messages/", {"body": "Hello"})
    assert "used up" in problem(answer, 409, "credits_used_up")["detail"]
