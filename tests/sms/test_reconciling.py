"""What webhooks lost comes in with the sweep, once: over real HTTP, with the carrier's own list."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import tenancy
from inbox.models import InboundEvent, Message, Ticket
from profiles.models import Profile
from sms import lines, sweeps
from sms.models import Number
from tests.brand import Brand
from tests.carrier import free_port
from tests.sms.payloads import inbound, post


@pytest.fixture
def brand(django_db_setup, django_db_blocker, carrier, settings):
    """Rows of its own, committed; webhooks go nowhere, so all that comes in is brought by the sweep."""
    settings.TWILIO_BASE_URL = carrier.base_url
    with django_db_blocker.unblock():
        brand = Brand(carrier)
        brand.theirs.number(brand.address, sms_url="")
        with brand.inside():
            Number.objects.update(connected_at=timezone.now() - timedelta(days=2))
            lines.forget()
        yield brand


def reconcile(brand) -> int:
    """Of this brand only: the other tests' numbers are not due."""
    with brand.inside():
        Number.objects.update(reconciled_at=None)
    with tenancy.every_account():
        Number.objects.exclude(account=brand.account).update(reconciled_at=timezone.now())
    return sweeps.reconcile()


def bodies(brand) -> list[str]:
    with brand.inside():
        return list(Message.objects.filter(origin="customer").order_by("id").values_list("body", flat=True))


def test_a_lost_text_comes_in_once(brand):
    brand.phone("Paula").text("Did you get this?", to=brand.address)
    assert bodies(brand) == []
    assert reconcile(brand) == 1
    assert reconcile(brand) == 0
    assert bodies(brand) == ["Did you get this?"]
    with brand.inside():
        ticket = Ticket.objects.get()
        assert (ticket.status, ticket.is_unread, ticket.preview) == ("open", True, "Did you get this?")
        assert InboundEvent.objects.get().headers == {"source": "reconciliation"}


def test_what_is_here_already_is_left_alone(brand, client, settings):
    phone = brand.phone("Paula")
    here = phone.text("Here", to=brand.address)
    form = inbound(
        AccountSid=brand.theirs.sid, To=brand.address, From=phone.number, MessageSid=here["sid"], Body="Here"
    )
    assert post(client, brand.number, form).status_code == 200
    phone.text("Lost", to=brand.address)
    assert reconcile(brand) == 1
    assert bodies(brand) == ["Here", "Lost"]
    assert post(client, brand.number, form).status_code == 200
    assert bodies(brand) == ["Here", "Lost"]


def test_a_webhook_that_comes_after_all_changes_nothing(brand, client):
    phone = brand.phone("Paula")
    late = phone.text("Late", to=brand.address)
    reconcile(brand)
    form = inbound(
        AccountSid=brand.theirs.sid, To=brand.address, From=phone.number, MessageSid=late["sid"], Body="Late"
    )
    assert post(client, brand.number, form).status_code == 200
    assert bodies(brand) == ["Late"]


def test_they_come_in_in_the_order_in_which_they_were_sent(brand):
    phone = brand.phone("Paula")
    for n in range(5):
        phone.text(
            f"text {n}",
            to=brand.address,
            at=(timezone.now() - timedelta(minutes=50 - n)).isoformat(),
            quiet=True,
        )
    assert reconcile(brand) == 5
    assert bodies(brand) == [f"text {n}" for n in range(5)]


def test_a_lost_stop_is_obeyed_and_answered(brand):
    phone = brand.phone("Paula")
    phone.text("Hello", to=brand.address)
    reconcile(brand)
    with brand.inside():
        Profile.objects.get().give_consent("marketing", "test", at=timezone.now() - timedelta(days=1))
    phone.text("STOP", to=brand.address)
    reconcile(brand)
    with brand.inside():
        assert Profile.objects.get().opted_out_at is not None
        assert Message.objects.filter(origin="keyword").count() == 1


def test_e3_a_lost_stop_that_the_provider_has_answered_is_obeyed_in_silence(brand):
    with brand.inside():
        brand.number.compliance_by = "provider"
        brand.number.save()
    phone = brand.phone("Paula")
    phone.text("Hello", to=brand.address)
    phone.text("STOP", to=brand.address)
    reconcile(brand)
    with brand.inside():
        assert Profile.objects.get().opted_out_at is not None
        assert not Message.objects.filter(origin="keyword").exists()


def test_a_lost_picture_comes_in_with_its_text(brand):
    brand.phone("Paula").text("Look", to=brand.address, pictures=[("image/png", b"x"), ("image/jpeg", b"y")])
    reconcile(brand)
    with brand.inside():
        message = Message.objects.get()
        assert sorted(item.content_type for item in message.media.all()) == ["image/jpeg", "image/png"]
        assert all(brand.theirs.sid in item.source_url for item in message.media.all())


def test_what_we_sent_is_not_taken_for_a_customers(brand):
    phone = brand.phone("Paula")
    brand.carrier.history(
        [{"from": brand.address, "to": phone.number, "body": "From us", "at": timezone.now().isoformat()}]
    )
    assert reconcile(brand) == 0


def test_texts_older_than_a_day_or_than_the_connection_stay_where_they_are(brand):
    phone = brand.phone("Paula")
    now = timezone.now()
    phone.text(
        "Two days ago", to=brand.address, at=(now - timedelta(days=2, hours=1)).isoformat(), quiet=True
    )
    with brand.inside():
        Number.objects.update(connected_at=now - timedelta(hours=3))
        lines.forget()
    phone.text("Before we met", to=brand.address, at=(now - timedelta(hours=5)).isoformat(), quiet=True)
    phone.text("Since then", to=brand.address, at=(now - timedelta(hours=1)).isoformat(), quiet=True)
    reconcile(brand)
    assert bodies(brand) == ["Since then"]


def test_a_provider_that_is_away_holds_up_nobody_and_is_asked_again(brand, carrier, settings):
    brand.phone("Paula").text("Lost", to=brand.address)
    settings.TWILIO_BASE_URL = f"http://127.0.0.1:{free_port()}"
    assert reconcile(brand) == 0
    settings.TWILIO_BASE_URL = carrier.base_url
    assert reconcile(brand) == 1


def test_two_sweepers_do_not_ask_twice(brand):
    brand.phone("Paula").text("Lost", to=brand.address)
    reconcile(brand)
    brand.phone("Quinn").text("Lost a moment later", to=brand.address)
    assert sweeps.reconcile() == 0, "asked a moment ago"
