"""Requests as bytes: pages as a signed-in browser asks for them, texts as the provider posts and signs them."""

import base64
import hashlib
import hmac
import secrets
from urllib.parse import urlencode

from helpdesk.up.ports import HOST

KNOWN_ONE_IN = 2  # half of the texts come from people with a ticket


def page(port, path, cookie="", **headers):
    lines = [f"GET {path} HTTP/1.1", f"Host: {HOST}:{port}", "Accept: text/html"]
    lines += [f"Cookie: {cookie}"] if cookie else []
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def desk(port, facts, path, **headers):
    return page(port, f"/a/{facts['slug']}{path}", facts["cookie"], **headers)


def texts(port, facts, count, tickets, path=None):
    """Texts of many people to one number: every second one from somebody new, the rest from the seeded people of the
    account. With `path` the same bytes go elsewhere."""
    start = secrets.randbelow(10**12)
    for turn in range(count):
        if turn % KNOWN_ONE_IN:
            phone = f"+1415{2_000_000 + known(start + turn // KNOWN_ONE_IN, tickets)}"
        else:
            phone = f"+44{start + turn:013d}"
        yield text(port, facts, phone, path)


def known(turn, tickets):
    """The number of one of the first account's tickets: 0, 1 and 2 of each ten."""
    return turn * 7 % (tickets // 10) * 10 + turn % 3 or 1


def text(port, facts, phone, path=None, body="Where is my order? It should be here by now."):
    sid = "SM" + secrets.token_hex(16)
    form = {
        "ToCountry": "US",
        "ToState": "CA",
        "SmsMessageSid": sid,
        "NumMedia": "0",
        "ToCity": "SAN FRANCISCO",
        "FromZip": "94103",
        "SmsSid": sid,
        "FromState": "CA",
        "SmsStatus": "received",
        "FromCity": "SAN FRANCISCO",
        "Body": body,
        "FromCountry": "US",
        "To": facts["number"],
        "ToZip": "94107",
        "NumSegments": "1",
        "MessageSid": sid,
        "AccountSid": facts["account_sid"],
        "From": phone,
        "ApiVersion": "2010-04-01",
    }
    target = f"/hooks/twilio/{facts['route']}/inbound/"
    signed = f"http://{HOST}:{port}{target}" + "".join(name + form[name] for name in sorted(form))
    key = facts["auth_token"].encode()
    signature = base64.b64encode(hmac.digest(key, signed.encode(), hashlib.sha1)).decode()
    content = urlencode(form).encode()
    head = (
        f"POST {path or target} HTTP/1.1\r\nHost: {HOST}:{port}\r\nUser-Agent: TwilioProxy/1.1\r\n"
        f"Content-Type: application/x-www-form-urlencoded; charset=utf-8\r\nContent-Length: {len(content)}\r\n"
        f"I-Twilio-Idempotency-Token: {secrets.token_hex(18)}\r\nX-Twilio-Signature: {signature}\r\n\r\n"
    )
    return head.encode() + content
