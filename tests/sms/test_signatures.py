"""E13: a webhook's signature, by the vectors of the provider's documentation and one of our own."""

import pytest
from django.test import Client
from twilio.request_validator import RequestValidator

from sms.models import Number
from sms.providers.twilio import Twilio

VECTORS = [
    (
        "12345",
        "https://mycompany.com/myapp.php?foo=1&bar=2",
        {"CallSid": "CA1234567890ABCDE", "Caller": "+14158675309", "Digits": "1234", "From": "+14158675309", "To": "+18005551212"},
        "RSOYDt4T1cUTdK1PDd93/VVr8B8=",
    ),
    (
        "auth_token_test",
        "https://help.example.com/hooks/twilio/in?t=7",
        {
            "AccountSid": "AC" + "0" * 32,
            "MessageSid": "SM" + "1" * 32,
            "MessagingServiceSid": "MG" + "2" * 32,
            "From": "+15035550123",
            "To": "+15035550100",
            "Body": " café 🐱 1 ",
            "NumMedia": "0",
            "NumSegments": "1",
        },
        "fQ0XuMNI3dEUvUAf3W6uewOE3r0=",
    ),
]  # fmt: skip


def genuine(number, url, form, signature):
    return Twilio().is_genuine(number, url, form, {"X-Twilio-Signature": signature})


@pytest.mark.parametrize(("token", "url", "form", "signature"), VECTORS)
def test_e13_the_vectors(token, url, form, signature):
    number = Number(auth_token=token)
    assert genuine(number, url, form, signature)
    assert not genuine(number, url, form | {"Body": "other"}, signature)
    assert not genuine(number, url + "0", form, signature)
    assert not genuine(number, url, form, "")


def test_e13_while_a_token_is_rotated_both_are_believed():
    url, form = "https://help.example.com/in", {"Body": "hello"}
    number = Number(auth_token="new", previous_token="old")
    for token in ("new", "old"):
        assert genuine(number, url, form, RequestValidator(token).compute_signature(url, form))
    assert not genuine(number, url, form, RequestValidator("older").compute_signature(url, form))


@pytest.mark.parametrize("body", [" lead and trail ", "café 🐱", "a=b&c+d%20e", "", "tab\tand\r\nlines"])
def test_e13_the_body_is_verified_untrimmed_over_real_http_parsing(cast, settings, body):
    """The common failure: a framework that trims or re-encodes before the signature is looked at."""
    from tests.sms.payloads import inbound, post

    assert post(Client(), cast.number, inbound(Body=body, MessageSid="SM" + "9" * 32)).status_code == 200
