"""Signed requests with anything in them: taken, refused or kept, never a 500, and nothing is half done."""

from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts import tenancy
from inbox.models import InboundEvent, Message
from tests.sms.payloads import captured, inbound, post

SMALL = st.text(max_size=20)
WILD = st.one_of(
    SMALL,
    st.sampled_from(
        ["\0", "a\0b", "x" * 300, "9" * 5000, "-1", "", "+15035550100", "‮", "🐱" * 100, "STOP", "None"]
    ),
)
FIELDS = [
    "MessageSid", "SmsSid", "AccountSid", "MessagingServiceSid", "From", "To", "Body", "NumMedia", "MediaUrl0",
    "MediaContentType0", "FromCity", "FromState", "FromZip", "FromCountry", "OptOutType", "MessageStatus", "ErrorCode",
    "ErrorMessage", "SomethingNew",
]  # fmt: skip
CHANGES = st.dictionaries(st.sampled_from(FIELDS), WILD, max_size=6)
often = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def kept_whole(cast):
    """Whatever is done has its message."""
    with tenancy.enter(cast.acme.pk):
        done = InboundEvent.objects.filter(state="done").exclude(event_key__contains=":")
        ids = set(Message.objects.values_list("external_id", flat=True))
        assert set(done.values_list("event_key", flat=True)) <= ids


@often
@given(CHANGES)
def test_g7_no_text_breaks_the_webhook(cast, client, changes):
    assert post(client, cast.number, inbound() | changes).status_code in (200, 400)
    kept_whole(cast)


@often
@given(CHANGES)
def test_g7_no_status_breaks_the_webhook(cast, client, changes):
    assert post(client, cast.number, captured("status_delivered") | changes, kind="status").status_code in (
        200,
        400,
    )


@often
@given(st.dictionaries(SMALL, WILD, max_size=8))
def test_g7_no_form_at_all_breaks_the_webhooks(cast, client, form):
    for kind in ("inbound", "status"):
        assert post(client, cast.number, form, kind=kind).status_code in (200, 400)


@often
@given(
    SMALL,
    st.binary(max_size=60),
    st.sampled_from(
        [
            "application/json",
            "text/plain",
            "multipart/form-data; boundary=x",
            "multipart/form-data",
            "application/x-www-form-urlencoded; charset=utf-16",
            "",
            "x",
        ]
    ),
)
def test_g7_no_stranger_breaks_the_webhooks(cast, client, route, body, kind):
    for path in (
        f"/hooks/twilio/{quote(route, safe='')}/inbound/",
        f"/hooks/twilio/{cast.number.route}/status/",
    ):
        answer = client.generic("POST", path, body, kind, headers={"X-Twilio-Signature": "x"})
        assert answer.status_code in (400, 403, 404)


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        ("inbound", {"To": "+15035559999\0"}),
        ("inbound", {"To": "x" * 3000}),
        ("inbound", {"NumMedia": "9" * 5000}),
        ("inbound", {"MediaUrl0": "https://api.twilio.com/\0", "NumMedia": "1"}),
        (
            "inbound",
            {"MediaContentType0": "image/\0", "MediaUrl0": "https://api.twilio.com/x", "NumMedia": "1"},
        ),
        ("inbound", {"From": "x" * 60}),
        ("inbound", {"FromCity": "x" * 3000, "FromCountry": "x" * 3000}),
        ("status", {"ErrorCode": "x" * 3000, "MessageStatus": "failed"}),
        ("status", {"ErrorCode": "\0", "MessageStatus": "failed"}),
        ("status", {"ErrorMessage": "x" * 3000, "ErrorCode": "99999", "MessageStatus": "failed"}),
        ("status", {"MessageStatus": "\0read"}),
        ("status", {"MessageStatus": "unheard-of"}),
    ],
)
def test_g7_what_once_broke_or_nearly_did(cast, client, kind, changes):
    form = inbound() if kind == "inbound" else captured("status_delivered")
    assert post(client, cast.number, form | changes, kind=kind).status_code in (200, 400)


@pytest.mark.parametrize(
    "changes",
    [
        {"MediaUrl0": "https://api.twilio.com/\0", "NumMedia": "1"},
        {"MediaContentType0": "image/\0", "MediaUrl0": "https://api.twilio.com/x", "NumMedia": "1"},
        {"FromCity": "\0"},
        {"FromZip": "x" * 3000},
    ],
)
def test_e8_what_is_odd_beside_the_text_never_loses_the_text(cast, client, changes):
    assert post(client, cast.number, inbound() | changes).status_code == 200
    with tenancy.enter(cast.acme.pk):
        assert Message.objects.get(external_id=inbound()["MessageSid"]).ticket_id is not None
