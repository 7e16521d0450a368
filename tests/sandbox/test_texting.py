"""A phone's text on its way to the application: fields, signature, retries, fallback (N2, E13)."""

import httpx
import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.request_validator import RequestValidator

from sandbox.carrier import posting
from sandbox.client import Account, Carrier, Number, Phone
from tests.carrier import new_number, sdk
from tests.sandbox.listener import Listener

FIELDS = {
    "ToCountry", "ToState", "ToCity", "ToZip", "FromCountry", "FromState", "FromCity", "FromZip", "SmsMessageSid",
    "SmsSid", "MessageSid", "SmsStatus", "Body", "From", "To", "AccountSid", "NumMedia", "NumSegments", "ApiVersion",
}  # fmt: skip


def test_a_text_is_posted_with_the_providers_fields_and_signature(
    acme: Account, shop: Number, paula: Phone, listener: Listener
) -> None:
    sent = paula.text(" café 🐱 1 ", to=shop)
    (post,) = listener.posts
    assert post.params.keys() == FIELDS
    assert post.params["Body"] == " café 🐱 1 " and post.params["SmsStatus"] == "received"
    assert (post.params["FromCity"], post.params["FromState"], post.params["FromCountry"]) == (
        "PORTLAND",
        "OR",
        "US",
    )
    assert post.path == "/sms?t=7" and post.headers["User-Agent"] == "TwilioProxy/1.1"
    valid = RequestValidator(acme.token).validate
    assert valid(listener.url("/sms?t=7"), post.params, post.headers["X-Twilio-Signature"])
    assert sent["posts"][0]["state"] == "done" and sent["posts"][0]["attempts"][0]["status"] == 200


def test_empty_fields_are_posted_and_signed(
    acme: Account, shop: Number, listener: Listener, carrier: Carrier
) -> None:
    carrier.stranger("+88212345678").text("from nowhere", to=shop)
    (post,) = listener.posts
    assert post.params["FromCity"] == post.params["FromCountry"] == ""
    assert RequestValidator(acme.token).validate(
        listener.url("/sms?t=7"), post.params, post.headers["X-Twilio-Signature"]
    )


def test_the_signature_vectors() -> None:
    first = {"CallSid": "CA1234567890ABCDE", "Caller": "+14158675309", "Digits": "1234", "From": "+14158675309",
             "To": "+18005551212"}  # fmt: skip
    assert posting.signature("12345", "https://mycompany.com/myapp.php?foo=1&bar=2", first) == (
        "RSOYDt4T1cUTdK1PDd93/VVr8B8="
    )
    second = {"AccountSid": "AC" + "0" * 32, "MessageSid": "SM" + "1" * 32, "MessagingServiceSid": "MG" + "2" * 32,
              "From": "+15035550123", "To": "+15035550100", "Body": " café 🐱 1 ", "NumMedia": "0",
              "NumSegments": "1"}  # fmt: skip
    url = "https://help.example.com/hooks/twilio/in?t=7"
    assert posting.signature("auth_token_test", url, second) == "fQ0XuMNI3dEUvUAf3W6uewOE3r0="


def test_the_rules_in_a_fragment_and_their_defaults() -> None:
    assert posting.rules("http://x/") == posting.Rules(5, 15, 15, 1, frozenset({"ct"}))
    assert posting.rules("http://x/#rc=5&rp=all&ct=200&rt=300&tt=400") == (0.2, 0.3, 0.4, 5, {"all"})
    assert posting.rules("http://x/#rc=9&rp=4xx,5xx&ct=1") == (5, 15, 15, 1, {"4xx", "5xx"})


def test_an_error_is_not_retried_by_default(shop: Number, paula: Phone, listener: Listener) -> None:
    listener.answers = [(503, "")]
    (post,) = paula.text("hi", to=shop)["posts"]
    assert (post["state"], len(post["attempts"]), len(listener.posts)) == ("failed", 1, 1)
    assert post["words"] == "webhook answered 503"


def test_retries_keep_their_idempotency_token(shop: Number, paula: Phone, listener: Listener) -> None:
    shop.change(sms_url=listener.url("/sms#rc=5&rp=all"))
    listener.answers = [(503, ""), (403, "")]
    (post,) = paula.text("hi", to=shop)["posts"]
    assert [attempt["status"] for attempt in post["attempts"]] == [503, 403, 200] and post["state"] == "done"
    tokens = {one.headers["I-Twilio-Idempotency-Token"] for one in listener.posts}
    assert len(listener.posts) == 3 and len(tokens) == 1
    assert {one.path for one in listener.posts} == {"/sms"}  # the fragment is for the carrier alone


def test_a_slow_answer_is_given_up_and_retried(shop: Number, paula: Phone, listener: Listener) -> None:
    shop.change(sms_url=listener.url("/sms#rc=1&rp=rt&rt=100"))
    listener.pause = 0.3
    (post,) = paula.text("hi", to=shop)["posts"]
    assert [attempt["error"] for attempt in post["attempts"]] == ["no answer in time"] * 2


def test_the_fallback_comes_after_the_retries(shop: Number, paula: Phone, listener: Listener) -> None:
    shop.change(sms_url="http://127.0.0.1:9/", sms_fallback_url=listener.url("/fallback"))
    (post,) = paula.text("hi", to=shop)["posts"]
    assert [attempt["error"] for attempt in post["attempts"]] == ["connection refused"] * 2 + [""]
    assert [one.path for one in listener.posts] == ["/fallback"] and post["state"] == "done"


def test_a_failed_text_can_be_sent_again(
    shop: Number, paula: Phone, listener: Listener, carrier: Carrier
) -> None:
    listener.answers = [(500, "")]
    sent = paula.text("hi", to=shop)
    carrier.send_again(sent["sid"])
    carrier.wait_until(lambda: len(listener.about(sent["sid"])) == 2)
    first, second = listener.about(sent["sid"])
    assert first.params == second.params


def test_pictures_are_fetched_with_the_password_through_a_redirect(
    acme: Account, shop: Number, paula: Phone, listener: Listener
) -> None:
    paula.text("", to=shop, pictures=[("image/png", b"\x89PNG cat"), ("image/gif", b"GIF89a")])
    (post,) = listener.posts
    assert (post.params["NumMedia"], post.params["MediaContentType1"]) == ("2", "image/gif")
    assert post.params["MessageSid"].startswith("MM")
    url = post.params["MediaUrl0"]
    assert httpx.get(url).status_code == 401
    redirect = httpx.get(url, auth=(acme.sid, acme.token))
    assert redirect.status_code == 302 and "/cdn/" in redirect.headers["location"]
    picture = httpx.get(redirect.headers["location"])
    assert (picture.content, picture.headers["content-type"]) == (b"\x89PNG cat", "image/png")
    assert httpx.get(redirect.headers["location"].replace("Signature=", "Signature=0")).status_code == 403


def test_an_answer_in_twiml_is_sent(shop: Number, paula: Phone, listener: Listener) -> None:
    listener.answers = [
        (200, "<Response><Message>Thanks!</Message><Message><Body>Bye</Body></Message></Response>")
    ]
    paula.text("hi", to=shop)
    paula.wait_for("Bye")
    assert sorted(paula.received()) == ["Bye", "Thanks!"]


def test_the_carrier_handles_stop_by_itself_when_told_to(
    acme: Account, paula: Phone, listener: Listener
) -> None:
    shop = acme.number(new_number(), sms_url=listener.url("/sms"), opt_out="default")
    paula.text("stop please", to=shop)
    sdk(acme).messages.create(to=paula.number, from_=shop.number, body="still fine")
    paula.text(" Stop ", to=shop)
    paula.wait_for("unsubscribed")
    with pytest.raises(TwilioRestException) as refused:
        sdk(acme).messages.create(to=paula.number, from_=shop.number, body="Hi")
    assert refused.value.code == 21610
    paula.text("HELP", to=shop)
    paula.text("START", to=shop)
    paula.wait_for("re-subscribed")
    sdk(acme).messages.create(to=paula.number, from_=shop.number, body="welcome back")
    assert [post.params["Body"] for post in listener.posts] == ["stop please", " Stop ", "START"]
    # The carrier's own answers are in nobody's list.
    assert not [one for one in sdk(acme).messages.list() if "subscribed" in (one.body or "")]


def test_advanced_opt_out_names_the_word(acme: Account, paula: Phone, listener: Listener) -> None:
    shop = acme.number(new_number(), sms_url=listener.url("/sms"), opt_out="advanced")
    for word in ("help", "STOP", "start", "hello"):
        paula.text(word, to=shop)
    assert [post.params.get("OptOutType") for post in listener.posts] == ["HELP", "STOP", "START", None]
