"""E7: the provider fetches what we send from us, by an address that nobody can guess and that ends."""

import io
from datetime import timedelta

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from accounts import tenancy
from inbox import sending
from inbox.models import Delivery, Media
from sms.providers import twilio
from tests.inbox.test_pictures import drawn
from tests.world import text_from


@pytest.fixture
def delivery(cast, settings, tmp_path):
    """Bob's picture for Paula, queued."""
    settings.MEDIA_ROOT = str(tmp_path)
    with tenancy.enter(cast.acme.pk):
        picture = cast.broken_zip.add_picture(SimpleUploadedFile("zip.png", drawn("PNG")), by=cast.bob)
        return cast.broken_zip.reply("Look", by=cast.bob, pictures=[picture.pk]).delivery


@pytest.fixture
def address(delivery, settings):
    """Where the provider is told to fetch it, without our host."""
    with tenancy.enter(delivery.account_id):
        return Media.objects.get(message=delivery.message_id).handed_over_at.removeprefix(
            settings.PUBLIC_BASE_URL
        )


def now(delivery, **columns):
    with tenancy.enter(delivery.account_id):
        Delivery.objects.filter(pk=delivery.pk).update(**columns)


@pytest.mark.parametrize("state", ["sending", "unknown", "sent"])
def test_e7_the_provider_gets_it_while_the_message_is_on_its_way(client, delivery, address, state):
    now(delivery, state=state)
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"
    assert Image.open(io.BytesIO(answer.getvalue())).size == (40, 30)


@pytest.mark.parametrize("state", ["queued", "delivered", "failed"])
def test_e7_before_and_after_nobody_does(client, delivery, address, state):
    now(delivery, state=state)
    assert client.get(address).status_code == 404


def test_e7_the_address_ends_after_a_day(client, delivery, address, monkeypatch):
    now(delivery, state="sent")
    later = timezone.now() + timedelta(days=1, seconds=1)
    monkeypatch.setattr(signing.time, "time", later.timestamp)
    assert client.get(address).status_code == 404


def test_a1_no_other_address_can_be_made_of_it(cast, client, delivery, address):
    now(delivery, state="sent")
    token = address.split("/")[2]
    with tenancy.enter(cast.acme.pk):
        media_id = Media.objects.get(message=delivery.message_id).pk
    forged = [
        token[:-1] + ("A" if token[-1] != "A" else "B"),
        signing.dumps([cast.acme.pk, media_id], salt="delivery"),
        signing.dumps([cast.globex.pk, media_id], salt="media"),
        signing.dumps([cast.acme.pk, media_id + 1], salt="media"),
        "x",
    ]
    for each in forged:
        assert client.get(f"/media/{each}/").status_code == 404


def test_a1_a_customers_picture_is_never_handed_over(cast, client, delivery):
    with tenancy.enter(cast.acme.pk):
        came = text_from(
            cast.number, cast.paula.phone, "", media=(("https://api.twilio.com/x", "image/png"),)
        )
        token = came.media.get().handed_over_at.split("/")[-2]
    assert client.get(f"/media/{token}/").status_code == 404


def test_e7_the_provider_is_told_the_address(cast, delivery, settings, monkeypatch):
    told = []

    class Messages:
        def create(self, **fields):
            told.append(fields)
            return type("Message", (), {"sid": "MM" + "1" * 32})

    monkeypatch.setattr(twilio, "client", lambda number: type("Client", (), {"messages": Messages()}))
    sending.send(delivery.account_id, delivery.pk)
    (url,) = told[0]["media_url"]
    assert url.startswith(f"{settings.PUBLIC_BASE_URL}/media/")
    assert Client().get(url.removeprefix(settings.PUBLIC_BASE_URL)).status_code == 200
