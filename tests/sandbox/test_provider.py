"""The provider's REST API, as the official SDK and plain HTTP see it (N2)."""

import re
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from twilio.base.exceptions import TwilioRestException

from sandbox.client import Account, Carrier, Number, Phone
from tests.carrier import new_number, sdk
from tests.sandbox.listener import Listener


def test_a_text_is_accepted_with_the_full_resource(acme: Account, shop: Number, paula: Phone) -> None:
    url = f"{acme.carrier.base_url}/2010-04-01/Accounts/{acme.sid}/Messages.json"
    form = {"To": paula.number, "From": shop.number, "Body": "Hello 🐱"}
    answer = httpx.post(url, data=form, auth=(acme.sid, acme.token))
    made = answer.json()
    assert answer.status_code == 201
    assert re.fullmatch(r"SM[0-9a-f]{32}", made["sid"])
    assert re.fullmatch(r"\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d \+0000", made["date_created"])
    assert made["status"] == "queued" and made["direction"] == "outbound-api" and made["date_sent"] is None
    assert made["num_segments"] == "1" and made["num_media"] == "0" and made["error_code"] is None
    assert made["subresource_uris"]["media"].endswith(f"/Messages/{made['sid']}/Media.json")


def test_the_sdk_sends_fetches_and_the_phone_gets_it(acme: Account, shop: Number, paula: Phone) -> None:
    sent = sdk(acme).messages.create(to=paula.number, from_=shop.number, body="On its way")
    paula.wait_for("On its way")
    fetched = sdk(acme).messages(sent.sid).fetch()
    assert fetched.status == "delivered" and fetched.date_sent and fetched.date_sent.tzinfo


def test_statuses_come_in_order_without_the_initial_one(
    acme: Account, shop: Number, paula: Phone, listener: Listener
) -> None:
    sent = sdk(acme).messages.create(
        to=paula.number, from_=shop.number, body="Hi", status_callback=listener.url("/status?d=1")
    )
    acme.carrier.wait_until(lambda: len(listener.statuses(sent.sid)) == 3)
    assert listener.statuses(sent.sid) == ["sending", "sent", "delivered"]
    last = listener.about(sent.sid)[-1].params
    assert last["SmsStatus"] == "delivered" and re.fullmatch(r"\d{10}", last["RawDlrDoneDate"])
    assert {"AccountSid", "From", "To", "SmsSid", "ApiVersion"} <= last.keys() and "ErrorCode" not in last


def test_a_picture_is_fetched_from_the_application(
    acme: Account, shop: Number, paula: Phone, listener: Listener
) -> None:
    listener.files["/cat.gif"] = ("image/gif", b"GIF89a cat")
    url = listener.url("/cat.gif")
    sent = sdk(acme).messages.create(to=paula.number, from_=shop.number, media_url=[url], body="Look")
    assert sent.sid.startswith("MM") and sent.num_media == "1"
    (picture,) = paula.wait_for("Look")["media"]
    assert httpx.get(acme.carrier.base_url + picture["url"]).content == b"GIF89a cat"
    (listed,) = sdk(acme).messages(sent.sid).media.list()
    assert (listed.sid, listed.content_type) == (picture["sid"], "image/gif")


def test_a_picture_that_is_missing_fails_the_text(
    acme: Account, shop: Number, paula: Phone, listener: Listener
) -> None:
    sent = sdk(acme).messages.create(
        to=paula.number,
        from_=shop.number,
        media_url=[listener.url("/gone.png")],
        status_callback=listener.url("/s"),
    )
    acme.carrier.wait_until(lambda: listener.statuses(sent.sid) == ["sending", "failed"])
    assert sdk(acme).messages(sent.sid).fetch().error_code == 11200


def test_a_text_through_a_messaging_service(acme: Account, paula: Phone, listener: Listener) -> None:
    service = "MG" + "2" * 32
    pool = acme.number(new_number(), service_sid=service, sms_url=listener.url("/sms"))
    sent = sdk(acme).messages.create(
        to=paula.number, messaging_service_sid=service, body="Pool", status_callback=listener.url("/s")
    )
    assert sent.status == "accepted" and sent.from_ is None
    acme.carrier.wait_until(lambda: "delivered" in listener.statuses(sent.sid))
    assert listener.statuses(sent.sid) == ["queued", "sending", "sent", "delivered"]
    text = paula.text("back", to=pool)
    assert listener.about(text["sid"])[0].params["MessagingServiceSid"] == service


@pytest.mark.parametrize(
    ("change", "code", "status"),
    [
        ({"To": ""}, 21604, 400),
        ({"To": "+15551"}, 21211, 400),
        ({"To": "+11035550123"}, 21211, 400),
        ({"From": ""}, 21603, 400),
        ({"From": "+15035559999"}, 21606, 400),
        ({"From": "ACME"}, 21606, 400),
        ({"From": "", "MessagingServiceSid": "MG" + "0" * 32}, 21703, 400),
        ({"Body": ""}, 21602, 400),
        ({"Body": "x" * 1601}, 21617, 400),
        ({"StatusCallback": "nowhere"}, 21609, 400),
        ({"MediaUrl": "ftp://example.com/cat.png"}, 21620, 400),
    ],
)
def test_what_is_wrong_is_refused_with_the_providers_error(
    acme: Account, shop: Number, paula: Phone, change: dict[str, str], code: int, status: int
) -> None:
    form = {"To": paula.number, "From": shop.number, "Body": "Hi"} | change
    url = f"{acme.carrier.base_url}/2010-04-01/Accounts/{acme.sid}/Messages.json"
    answer = httpx.post(url, data=form, auth=(acme.sid, acme.token))
    assert (answer.status_code, answer.json()["code"], answer.json()["status"]) == (status, code, status)
    assert answer.json()["more_info"] == f"https://www.twilio.com/docs/errors/{code}"
    assert acme.ledger() == []


def test_a_text_to_the_sender_itself_is_refused(acme: Account, shop: Number) -> None:
    with pytest.raises(TwilioRestException) as refused:
        sdk(acme).messages.create(to=shop.number, from_=shop.number, body="Hi")
    assert refused.value.code == 21266


def test_only_the_account_itself_gets_in(carrier: Carrier, acme: Account, shop: Number) -> None:
    globex = carrier.account("Globex")
    url = f"{carrier.base_url}/2010-04-01/Accounts/{acme.sid}.json"
    for auth in (None, (acme.sid, "wrong"), (globex.sid, globex.token), ("AC1", "")):
        answer = httpx.get(url, auth=auth)
        assert (answer.status_code, answer.json()["code"]) == (401, 20003)
    assert httpx.get(url, headers={"Authorization": "Basic é".encode()}).status_code == 401
    globex.delete()


def test_a_rotated_token_replaces_the_old_one(acme: Account) -> None:
    old = sdk(acme)
    acme.rotate_token()
    with pytest.raises(TwilioRestException):
        old.api.accounts(acme.sid).fetch()
    assert sdk(acme).api.accounts(acme.sid).fetch().friendly_name == "Acme"


def test_messages_are_listed_newest_first_page_by_page(acme: Account, shop: Number, paula: Phone) -> None:
    for n in range(5):
        paula.text(f"text {n}", to=shop)
    client = sdk(acme)
    assert [one.body for one in client.messages.list(page_size=2)] == [f"text {n}" for n in (4, 3, 2, 1, 0)]
    page = client.messages.page(page_size=2, page_number=1)
    assert [one.body for one in page] == ["text 2", "text 1"]


def test_messages_are_chosen_by_number_and_date(acme: Account, shop: Number, paula: Phone) -> None:
    now = datetime.now(UTC)
    paula.text("old", to=shop, at=(now - timedelta(days=2)).isoformat(), quiet=True)
    paula.text("new", to=shop)
    client = sdk(acme)

    def bodies(**filters: object) -> list[str | None]:
        return [one.body for one in client.messages.list(**filters)]  # type: ignore[arg-type]

    assert bodies(to=shop.number, from_=paula.number) == ["new", "old"]
    assert bodies(to=paula.number) == []
    assert bodies(date_sent_after=now - timedelta(hours=1)) == ["new"]
    assert bodies(date_sent_before=now - timedelta(hours=1)) == ["old"]
    assert bodies(date_sent=(now - timedelta(days=2)).date()) == ["old"]


def test_a_numbers_webhook_is_read_and_set(acme: Account, shop: Number) -> None:
    numbers = sdk(acme).incoming_phone_numbers
    (number,) = numbers.list(phone_number=shop.number)
    numbers(number.sid).update(
        sms_url="https://help.example.com/in#rc=5", sms_fallback_url="https://help.example.com/2"
    )
    changed = numbers(number.sid).fetch()
    assert changed.sms_url == "https://help.example.com/in#rc=5" and changed.capabilities["sms"] is True
    with pytest.raises(TwilioRestException) as missing:
        numbers("PN" + "0" * 32).fetch()
    assert (missing.value.status, missing.value.code) == (404, 20404)


def test_unknown_paths_are_not_found_in_the_providers_words(acme: Account) -> None:
    answer = httpx.get(f"{acme.carrier.base_url}/2010-04-01/Accounts/{acme.sid}/Nothing.json")
    assert (answer.status_code, answer.json()["code"]) == (404, 20404)
