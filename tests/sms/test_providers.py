"""E13: another texting provider is another class with the same interface, named in settings and by its number."""

import hashlib
import hmac
import inspect
import json
from urllib.parse import urlencode

import pytest
from django.test import Client

from accounts import tenancy
from inbox import sending
from inbox.channels import Accepted
from inbox.models import Delivery, Message
from inbox.receiving import Inbound
from sms import sweeps
from sms.models import Number
from sms.parsing import StatusUpdate
from sms.providers.base import Listed, Provider
from sms.providers.twilio import Twilio

PATHS = {"twilio": "sms.providers.twilio.Twilio", "pigeon": "tests.sms.test_providers.Pigeon"}
LOFT = "+4930555001"


class Pigeon(Provider):
    """Birds. Their webhooks are forms with words of their own, signed with SHA-256 in a header of their own."""

    flown: list[tuple[str, str, str]] = []
    landed: list[Inbound] = []

    def send(self, number, delivery):
        self.flown.append((delivery.recipient, delivery.message.body, number.status_url(delivery)))
        return Accepted(f"bird-{len(self.flown)}")

    def look_up(self, number, delivery):
        return []

    def received_since(self, number, since):
        return iter(self.landed)

    def check_credentials(self, account_sid, auth_token):
        pass

    def listed(self, number):
        return [Listed(number.number, "Loft", number.inbound_url, "POST")]

    def point_here(self, number):
        pass

    def is_genuine(self, number, url, form, headers):
        made = signature(number.auth_token, url, form)
        return hmac.compare_digest(made, headers.get("X-Pigeon", ""))

    def is_for(self, number, form):
        return form.get("loft") == number.number

    def inbound(self, number, form):
        return Inbound(form["bird"], form["sender"], form["note"], our_address=form["loft"])

    def status(self, number, form, query):
        _, delivery, attempt = Delivery.read_callback(query["d"])
        return StatusUpdate(form["bird"], form["fate"], form.get("why", ""), "", delivery, attempt)


def signature(token, url, form):
    said = url + json.dumps(dict(sorted(form.items())))
    return hmac.new(token.encode(), said.encode(), hashlib.sha256).hexdigest()


def post(number, url, form, token=None):
    headers = {"X-Pigeon": signature(token or number.auth_token, url, form)}
    path = url.partition("//")[2].partition("/")[2]
    body, kind = urlencode(form), "application/x-www-form-urlencoded"
    return Client().post(f"/{path}", body, content_type=kind, headers=headers).status_code


@pytest.fixture
def loft(cast, settings):
    settings.SMS_PROVIDERS = PATHS
    settings.INBOUND_EVENTS = dict.fromkeys(PATHS, "sms.webhooks.apply_again")
    Pigeon.flown, Pigeon.landed = [], []
    with tenancy.enter(cast.acme.pk):
        made = Number.connect(
            cast.acme, number=LOFT, account_sid="LOFT", auth_token="corn", provider_name="pigeon"
        )
        return Number.objects.by_route(made.route)


def note(number, words, bird="bird-in-1"):
    return {"bird": bird, "sender": "+4930555999", "note": words, "loft": number.number}


def test_e13_another_provider_works_from_end_to_end(cast, loft):
    """A text comes in, its answer leaves the same way, and the news that it arrived comes back."""
    assert post(loft, loft.fallback_url, note(loft, "START")) == 200
    assert post(loft, loft.fallback_url, note(loft, "Is the tent in stock?", "bird-in-2")) == 200
    with tenancy.enter(cast.acme.pk):
        ticket = cast.acme.tickets.get(profile__phone="+4930555999")
        delivery = ticket.reply("It is", by=cast.bob).delivery
        assert delivery.sender == LOFT
    sending.send(cast.acme.pk, delivery.pk)
    recipient, body, status_url = Pigeon.flown[-1]
    assert (recipient, body) == ("+4930555999", "It is")
    assert post(loft, status_url, {"bird": "bird-1", "fate": "delivered"}) == 200
    with tenancy.enter(cast.acme.pk):
        assert Delivery.objects.get(pk=delivery.pk).state == "delivered"


def test_e13_its_forged_webhooks_are_refused_and_another_providers_address_is_not_its_own(loft):
    assert post(loft, loft.fallback_url, note(loft, "Hello"), token="guess") == 403
    assert post(loft, loft.fallback_url.replace("/pigeon/", "/twilio/"), note(loft, "Hello")) == 403


def test_e13_its_errors_have_the_same_consequences(cast, loft):
    post(loft, loft.fallback_url, note(loft, "START"))
    post(loft, loft.fallback_url, note(loft, "Hello", "bird-in-2"))
    with tenancy.enter(cast.acme.pk):
        delivery = cast.acme.tickets.get(profile__phone="+4930555999").reply("Hi", by=cast.bob).delivery
    sending.send(cast.acme.pk, delivery.pk)
    post(loft, Pigeon.flown[-1][2], {"bird": "bird-1", "fate": "undelivered", "why": "30006"})
    with tenancy.enter(cast.acme.pk):
        assert cast.acme.profiles.get(phone="+4930555999").unreachable_code == "30006"


def test_e13_what_its_webhooks_lost_is_fetched(cast, loft):
    Pigeon.landed = [Inbound("bird-in-9", "+4930555999", "Lost in the wind", our_address=LOFT)]
    with tenancy.enter(cast.acme.pk):
        Number.objects.exclude(pk=loft.pk).update(disconnected_at=loft.connected_at)
    assert sweeps.reconcile() == 1
    with tenancy.enter(cast.acme.pk):
        assert Message.objects.filter(body="Lost in the wind").exists()


def test_e13_twilio_is_such_a_class_too():
    """Whatever is asked of a provider is in the interface, with the same arguments."""
    for name in Provider.__abstractmethods__:
        ours, theirs = (inspect.signature(getattr(owner, name)) for owner in (Provider, Twilio))
        assert list(ours.parameters) == list(theirs.parameters), name
