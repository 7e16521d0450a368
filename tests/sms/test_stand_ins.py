"""E7: what the browser is told about variables and coupons, so that it counts a text as it leaves."""

import pytest

from accounts import tenancy
from inbox.models import Channel
from sms.coupon_codes import Codes
from sms.models import CouponPool, SendingOptions


@pytest.fixture
def pool(cast):
    with tenancy.enter(cast.acme.pk):
        pool = CouponPool.objects.make(cast.acme, "Spring")
        pool.add(Codes(["SAVE-a1"], []))
        return pool


def asked(client, path, *tokens):
    answer = client.post(path, {"token": tokens})
    assert answer.status_code == 200
    return answer.json()["tokens"]


def test_e7_in_an_answer_coupons_are_filled_in_and_nothing_else(cast, sign_in, pool):
    found = asked(
        sign_in(cast.bob), "/tickets/1/stand-ins/", "{coupon.spring}", "{first_name}", "{coupon.nope}"
    )
    assert found["{coupon.spring}"] == {"text": "XXXX-x0", "problem": ""}
    assert found["{first_name}"] == {"text": "{first_name}", "problem": ""}
    assert found["{coupon.nope}"]["problem"].startswith("There is no variable {coupon.nope}.")


def test_e7_an_exhausted_pool_is_told_while_one_writes(cast, sign_in, pool):
    with tenancy.enter(cast.acme.pk):
        pool.hand_out(cast.sue, "x")
    bob = sign_in(cast.bob)
    problem = asked(bob, "/tickets/1/stand-ins/", "{coupon.spring}")["{coupon.spring}"]["problem"]
    assert "“Spring” has no codes left" in problem
    to_sue = asked(bob, "/tickets/4/stand-ins/", "{coupon.spring}")
    assert to_sue["{coupon.spring}"]["problem"] == "", "she has hers already"


def test_e7_in_a_text_to_many_all_variables_are_filled_in(cast, sign_in, pool):
    found = asked(
        sign_in(cast.bob), "/stand-ins/", "{first_name}", "{properties.size|M}", "{organization}", "{nope}"
    )
    assert [found[token]["text"] for token in ("{first_name}", "{properties.size|M}", "{organization}")] == [
        "Sam",
        "M",
        "Acme",
    ]
    assert "There is no variable {nope}." in found["{nope}"]["problem"]


def test_a1_a_stranger_learns_nothing_of_pools_and_tickets(cast, sign_in, pool):
    charlie = sign_in(cast.charlie)
    assert charlie.post("/tickets/3/stand-ins/", {"token": ["{first_name}"]}).status_code == 404
    found = asked(charlie, "/stand-ins/", "{coupon.spring}")["{coupon.spring}"]
    assert (found["text"], "Spring" in found["problem"]) == ("{coupon.spring}", False)


@pytest.mark.parametrize("path", ["/stand-ins/", "/tickets/1/stand-ins/"])
def test_e6_links_are_as_long_as_they_will_be(cast, sign_in, path):
    with tenancy.enter(cast.acme.pk):
        sent = cast.broken_zip.reply("https://acme.example/sale?x=" + "y" * 90 + ".", by=cast.bob).body
    long = "https://acme.example/sale?x=" + "y" * 90 + "."
    found = asked(sign_in(cast.bob), path, long, "https:///sale", "www.acme.example")
    assert len(found[long]["text"]) == len(sent)
    assert found[long]["problem"] == ""
    assert found["https:///sale"]["text"] == "https:///sale"
    assert "is not a whole web address" in found["https:///sale"]["problem"]
    assert "is not a whole web address" in found["www.acme.example"]["problem"]


def test_e6_links_count_as_long_as_they_will_be(cast, sign_in):
    bob = sign_in(cast.bob)
    link = "https://shop.example/products/tents/two-person?utm_source=sms."
    for path in ("/tickets/1/stand-ins/", "/stand-ins/"):
        short = asked(bob, path, link)[link]
        assert (len(short["text"]) < len(link), short["text"][-1], short["problem"]) == (True, ".", "")


def test_e6_what_was_meant_as_a_link_and_is_none_is_told(cast, sign_in):
    found = asked(sign_in(cast.bob), "/tickets/1/stand-ins/", "https:///sale")["https:///sale"]
    assert found["text"] == "https:///sale"
    assert "“https:///sale” is not a whole web address" in found["problem"]


def test_e12_the_price_of_a_credit_is_told_where_the_account_has_said_it(cast, sign_in):
    bob = sign_in(cast.bob)
    assert bob.post("/stand-ins/").json()["price"] is None
    with tenancy.enter(cast.acme.pk):
        channel = Channel.objects.for_kind(cast.acme, "sms")
        SendingOptions.objects.update_or_create(
            channel=channel, account=cast.acme, defaults={"price_per_segment": "0.0079", "currency": "EUR"}
        )
    assert bob.post("/stand-ins/").json()["price"] == {"amount": 0.0079, "currency": "EUR"}
