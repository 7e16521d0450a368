"""E7 over the API: a text as it would be sent, and what it takes."""

import pytest

from accounts import tenancy
from profiles.models import Profile
from sms.coupon_codes import Codes
from sms.models import CouponPool

LONG = " Your order will be at your door tomorrow between nine and twelve o'clock."


def test_e7_a_text_is_shown_as_it_leaves_with_what_it_takes(cast, machine):
    with tenancy.enter(cast.acme.pk):
        CouponPool.objects.make(cast.acme, "Spring").add(Codes(["SAVE-1"], []))
    shown = machine.post(
        "text-previews/", {"text": "{first_name|you}: {coupon.spring}", "prefixed": True}
    ).json()
    assert shown == {
        "body": "Acme: Sam: XXXX-0",
        "encoding": "GSM-7",
        "segments": 1,
        "left": 143,
        "credits": 1,
        "plain": None,
    }
    text = {"text": "{last_name}, {properties.size|M}", "profile": cast.paula.pk}
    with tenancy.enter(cast.acme.pk):
        Profile.objects.filter(pk=cast.paula.pk).update(last_name="Fox", properties={"size": "L"})
    assert machine.post("text-previews/", text).json()["body"] == "Fox, L"


def test_e7_it_says_how_to_write_it_for_less(machine):
    shown = machine.post("text-previews/", {"text": "It’s here!" + LONG}).json()
    assert (shown["encoding"], shown["segments"]) == ("UCS-2", 2)
    assert shown["plain"] == {
        "characters": ["’"],
        "letters": False,
        "body": "It's here!" + LONG,
        "segments": 1,
    }


@pytest.mark.parametrize("text", ["", "{nobody}", "{coupon.nope}", "x" * 1601, "x" * 5001])
def test_e7_what_can_not_be_sent_is_refused(machine, problem, text):
    assert "text" in problem(machine.post("text-previews/", {"text": text}), 400, "invalid")["errors"]


def test_a1_nobody_of_another_account_is_filled_in(cast, stranger, problem):
    answer = stranger.post("text-previews/", {"text": "{first_name}", "profile": cast.paula.pk})
    assert "profile" in problem(answer, 400, "invalid")["errors"]
