"""The control API: what the page, the demo and the tests work with (N2)."""

import json

import httpx
import pytest

from sandbox.client import Account, Carrier, CarrierError, Number, Phone
from tests.carrier import new_number
from tests.sandbox.listener import Listener


def test_setting_up_twice_keeps_what_there_is(
    carrier: Carrier, acme: Account, shop: Number, paula: Phone
) -> None:
    paula.text("hi", to=shop)
    again = carrier.account("Acme Outdoor", sid=acme.sid, token="another")
    again.number(shop.number, sms_url="https://help.example.com/in")
    assert [one.name for one in carrier.accounts() if one.sid == acme.sid] == ["Acme Outdoor"]
    assert [one.sms_url for one in carrier.numbers() if one.number == shop.number] == [
        "https://help.example.com/in"
    ]
    assert len(acme.ledger()) == 1


def test_a_number_belongs_to_one_account(carrier: Carrier, shop: Number) -> None:
    globex = carrier.account("Globex")
    with pytest.raises(CarrierError, match="taken"):
        globex.number(shop.number)
    with pytest.raises(CarrierError, match="belongs to an account"):
        carrier.phone(shop.number)
    globex.delete()


@pytest.mark.parametrize(
    ("path", "given", "words"),
    [
        ("accounts", {"sid": "AC1"}, "32 hexadecimal digits"),
        ("numbers", {"number": "+15035550100", "account_sid": "AC" + "0" * 32}, "no such account"),
        ("phones", {"number": "5035550123"}, "not a phone number"),
        ("phones/+15035550123/texts", {"to": "+15035559997", "body": "hi"}, "not a number of this carrier"),
        ("history", {"messages": [{"from": "+15035550123", "to": "+15035559997", "at": 1}]}, "neither"),
    ],
)
def test_what_is_wrong_is_said(carrier: Carrier, path: str, given: dict[str, object], words: str) -> None:
    with pytest.raises(CarrierError, match=words):
        carrier.call("POST", path, **given)


def test_only_json_is_taken(carrier: Carrier) -> None:
    for sent in ({"data": {"name": "x"}}, {"content": "{", "headers": {"Content-Type": "application/json"}}):
        answer = httpx.post(f"{carrier.base_url}/control/accounts", **sent)  # type: ignore[arg-type]
        assert answer.status_code in (400, 415) and "JSON" in answer.json()["error"]


def test_history_is_on_the_phone_and_is_not_posted(
    carrier: Carrier, shop: Number, paula: Phone, listener: Listener
) -> None:
    carrier.history([
        {"from": paula.number, "to": shop.number, "body": "Hello?", "at": "2026-01-05T10:00:00Z"},
        {"from": shop.number, "to": paula.number, "body": "Hi Paula", "at": "2026-01-05T10:02:00Z"},
    ])  # fmt: skip
    assert [(one["mine"], one["body"]) for one in paula.thread(shop)] == [
        (True, "Hello?"),
        (False, "Hi Paula"),
    ]
    assert listener.posts == []


def test_the_text_of_a_stranger_needs_no_phone(carrier: Carrier, shop: Number, listener: Listener) -> None:
    stranger = carrier.stranger(new_number())
    stranger.text("hi", to=shop)
    assert listener.posts[0].params["Body"] == "hi"
    assert stranger.number not in [phone.number for phone in carrier.phones()]


def test_half_an_emoji_is_replaced(carrier: Carrier, shop: Number, paula: Phone, listener: Listener) -> None:
    given = json.dumps({"to": shop.number, "body": "hi \ud83d"})
    url = f"{carrier.base_url}/control/phones/{paula.number}/texts?wait=1"
    httpx.post(url, content=given, headers={"Content-Type": "application/json"}).raise_for_status()
    assert listener.posts[0].params["Body"] == "hi ?"


def test_the_page_allows_nothing_from_outside(carrier: Carrier) -> None:
    for path in ("/", "/static/main.js"):
        policy = httpx.get(carrier.base_url + path).headers["content-security-policy"]
        assert "default-src 'self'" in policy and "unsafe" not in policy
