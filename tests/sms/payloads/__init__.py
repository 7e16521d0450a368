"""Requests as the provider sends them: the field names, empty strings and order of captured ones."""

from pathlib import Path
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from twilio.request_validator import RequestValidator

FOLDER = Path(__file__).parent


def captured(name: str, **changes: str) -> dict[str, str]:
    """A captured form body (payloads/<name>.txt) with some fields changed."""
    pairs = parse_qsl((FOLDER / f"{name}.txt").read_text().strip(), keep_blank_values=True)
    return dict(pairs) | changes


def inbound(**changes: str) -> dict[str, str]:
    form = captured("inbound_sms", **changes)
    return form | {"SmsSid": form["MessageSid"], "SmsMessageSid": form["MessageSid"]}


def signed(number, url: str, form: dict[str, str]) -> str:
    return RequestValidator(number.auth_token).compute_signature(url, form)


def post(client, number, form, *, path="", signature=None, kind="inbound"):
    """Post the form to the number's webhook as the provider would, signed unless a signature is given."""
    path = path or f"/hooks/twilio/{number.route}/{kind}/"
    signature = signature if signature is not None else signed(number, settings.PUBLIC_BASE_URL + path, form)
    return client.post(
        path,
        urlencode(form),
        content_type="application/x-www-form-urlencoded; charset=UTF-8",
        headers={
            "X-Twilio-Signature": signature,
            "I-Twilio-Idempotency-Token": "5f3b2c9e-6f0d-4b0e-9d43-d2a2f9a7c1aa",
            "User-Agent": "TwilioProxy/1.1",
        },
    )
