"""E1, E2, C1, C5: a text at the webhook becomes one ticket of one person, once, or is refused and kept."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, OperationalError
from django.test import Client
from django.utils import timezone

from accounts import tenancy
from inbox import sweeps
from inbox.models import Delivery, InboundEvent, Message, RefusedWebhook, Ticket
from profiles.models import Profile
from tests.sms.payloads import captured, inbound, post

NEWCOMER = "+15035550177"


def refused(cast):
    with tenancy.every_account():
        return list(RefusedWebhook.objects.filter(account=cast.acme).values_list("reason", flat=True))


def test_e2_a_text_opens_a_ticket_that_is_unread_and_unassigned(cast, client):
    answer = post(client, cast.number, inbound())
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/xml")
    with tenancy.enter(cast.acme.pk):
        ticket = Ticket.objects.get(profile__phone=NEWCOMER)
        assert (ticket.number, ticket.status, ticket.is_unread, ticket.assignee) == (5, "open", True, None)
        assert (ticket.preview, ticket.waiting_since is not None) == ("Where is my parcel?", True)
        assert [message.body for message in ticket.thread()] == ["Where is my parcel?"]
        assert ticket.profile.place == "Portland, OR, US"
        assert [event.kind for event in ticket.events.all()] == ["opened"]


def test_c5_later_texts_go_to_the_same_ticket(cast, client):
    for number in range(3):
        post(client, cast.number, inbound(MessageSid=f"SM{number + 10**9:032}", Body=f"text {number}"))
    with tenancy.enter(cast.acme.pk):
        ticket = Ticket.objects.get(profile__phone=NEWCOMER)
        assert ticket.thread().count() == 3
        assert ticket.preview == "text 2"


def test_c1_a_closed_ticket_reopens_when_the_customer_writes(cast, client):
    post(client, cast.number, inbound(From=cast.sam.phone, Body="Still waiting"))
    with tenancy.enter(cast.acme.pk):
        cast.old_refund.refresh_from_db()
        assert cast.old_refund.status == "open"
        assert cast.old_refund.is_unread
        assert cast.old_refund.events.order_by("id").last().kind == "reopened"


def test_c2_a_snoozed_ticket_wakes_at_once(cast, client):
    post(client, cast.number, inbound(From=cast.sue.phone, Body="Hello?"))
    with tenancy.enter(cast.acme.pk):
        cast.late_parcel.refresh_from_db()
        assert cast.late_parcel.status == "open"
        assert cast.late_parcel.events.order_by("id").last().kind == "woken"


def test_e2_the_same_text_delivered_again_changes_nothing(cast, client):
    for _ in range(3):
        assert post(client, cast.number, inbound()).status_code == 200
    with tenancy.enter(cast.acme.pk):
        assert Message.objects.filter(profile__phone=NEWCOMER).count() == 1
        assert InboundEvent.objects.filter(event_key=inbound()["MessageSid"]).count() == 1


def test_e1_a_number_of_a_pool_receives_by_its_messaging_service(cast, client):
    with tenancy.enter(cast.acme.pk):
        cast.number.messaging_service_sid = "MG" + "3" * 32
        cast.number.save()
    form = captured("inbound_mms", To="+15035559999")
    assert post(client, cast.number, form).status_code == 200
    with tenancy.enter(cast.acme.pk):
        message = Message.objects.get(profile__phone="+15035550178")
        assert [item.content_type for item in message.media.all()] == ["image/jpeg", "text/x-vcard"]
        assert message.ticket.preview == "Picture"


def test_e13_a_forged_webhook_is_refused_and_kept(cast, client):
    answer = post(client, cast.number, inbound(), signature="bm90IGdlbnVpbmU=")
    assert answer.status_code == 403
    assert refused(cast) == ["signature does not match"]
    with tenancy.enter(cast.acme.pk):
        assert not Message.objects.filter(profile__phone=NEWCOMER).exists()


def test_e13_the_address_of_another_account_does_not_accept_our_signature(cast, client):
    with tenancy.every_account():
        theirs = type(cast.number).objects.get(account=cast.globex)
    form = inbound()
    ours = post(client, cast.number, form, path=f"/hooks/twilio/{theirs.route}/inbound/", signature="x")
    assert ours.status_code == 403


def test_e13_an_unknown_address_is_refused_and_kept(cast, client):
    answer = post(client, cast.number, inbound(), path="/hooks/twilio/nobody/inbound/")
    assert answer.status_code == 403
    with tenancy.every_account():
        assert RefusedWebhook.objects.get(account=None).reason == "unknown address"


@pytest.mark.parametrize(("field", "value"), [("MessageSid", ""), ("From", ""), ("MessageSid", "S" * 300)])
def test_a_malformed_webhook_gets_400_and_is_kept(cast, client, field, value):
    answer = post(client, cast.number, inbound() | {field: value})
    assert answer.status_code == 400
    assert field in answer.content.decode()
    assert len(refused(cast)) == 1


def test_a_text_for_somebody_else_is_acknowledged_and_set_aside(cast, client):
    assert post(client, cast.number, inbound(To="+15035559999")).status_code == 200
    assert refused(cast) == ["meant for +15035559999"]
    with tenancy.enter(cast.acme.pk):
        assert not Message.objects.filter(profile__phone=NEWCOMER).exists()


@pytest.mark.parametrize(
    "body",
    [
        "nul\0inside",
        "\ud800 lone".encode("utf-8", "surrogatepass").decode("latin-1"),
        "x" * 5000,
        "‮right to left",
    ],
)
def test_hostile_bytes_are_stored_and_shown(cast, client, sign_in, body):
    assert post(client, cast.number, inbound(Body=body)).status_code == 200
    assert sign_in(cast.bob).get("/tickets/5/").status_code == 200


@pytest.mark.parametrize("count", ["ten", "-1", "99", ""])
def test_the_number_of_pictures_is_not_trusted(cast, client, count):
    assert (
        post(client, cast.number, inbound(NumMedia=count, MediaUrl0="https://api.twilio.com/x")).status_code
        == 200
    )


def test_an_event_that_can_not_be_applied_is_acknowledged_kept_and_applied_later(cast, client, monkeypatch):
    """Nothing is lost, and nothing that Postgres lacks is acknowledged."""
    steps = []

    def broken(message):
        raise RuntimeError("a bug")

    monkeypatch.setattr("inbox.receiving.steps", lambda name: [broken])
    assert post(client, cast.number, inbound()).status_code == 200
    with tenancy.enter(cast.acme.pk):
        event = InboundEvent.objects.get(event_key=inbound()["MessageSid"])
        assert (event.state, "a bug" in event.error) == ("new", True)
        assert not Message.objects.filter(profile__phone=NEWCOMER).exists()
    monkeypatch.undo()
    assert steps == []
    sweeps.retry_inbound()
    sweeps.retry_inbound()
    with tenancy.enter(cast.acme.pk):
        event.refresh_from_db()
        assert (event.state, event.error) == ("done", "")
        assert Ticket.objects.get(profile__phone=NEWCOMER).preview == "Where is my parcel?"


def test_e3_a_stop_that_had_to_wait_does_not_undo_a_later_start(cast, client, monkeypatch):
    """It counts from when it came, not from when it could be applied."""
    newcomer = "+15035550166"

    def broken(message):
        raise RuntimeError("a bug")

    monkeypatch.setattr("inbox.receiving.steps", lambda name: [broken])
    post(client, cast.number, inbound(From=newcomer, Body="STOP", MessageSid="SM" + "6" * 32))
    monkeypatch.undo()
    post(client, cast.number, inbound(From=newcomer, Body="START", MessageSid="SM" + "8" * 32))
    with tenancy.every_account():  # the transaction of this test has one clock
        InboundEvent.objects.filter(event_key="SM" + "6" * 32).update(
            received_at=timezone.now() - timedelta(minutes=1)
        )
    sweeps.retry_inbound()
    with tenancy.enter(cast.acme.pk):
        profile = Profile.objects.get(phone=newcomer)
        assert (profile.consents.count(), profile.is_subscriber) == (2, True)


def test_e1_an_answer_to_a_pool_leaves_through_its_connected_number(cast, client):
    """The person texted another number of the messaging service; its credentials are those of the connected one."""
    with tenancy.enter(cast.acme.pk):
        cast.number.messaging_service_sid = "MG" + "3" * 32
        cast.number.save()
    form = captured("inbound_mms", To="+15035559999", Body="HELP", NumMedia="0")
    post(client, cast.number, form)
    with tenancy.enter(cast.acme.pk):
        delivery = Delivery.objects.get(message__profile__phone="+15035550178")
        assert delivery.sender == "+15035559999"
        assert delivery.message.channel.backend.line_for(delivery) == cast.number


def test_an_event_that_never_applies_is_given_up_after_eight_tries(cast, client, monkeypatch):
    def broken(message):
        raise RuntimeError("a bug")

    monkeypatch.setattr("inbox.receiving.steps", lambda name: [broken])
    post(client, cast.number, inbound())
    with tenancy.enter(cast.acme.pk):
        event = InboundEvent.objects.get(event_key=inbound()["MessageSid"])
    for _ in range(10):
        with tenancy.enter(cast.acme.pk):
            InboundEvent.objects.filter(pk=event.pk).update(next_attempt_at="2020-01-01T00:00Z")
        sweeps.retry_inbound()
    event_now = reload(event, cast)
    assert (event_now.state, event_now.attempts) == ("dead", 8)


def reload(row, cast):
    with tenancy.enter(cast.acme.pk):
        return type(row).objects.get(pk=row.pk)


@pytest.mark.parametrize("error", [OperationalError("gone"), DatabaseError("?")])
def test_the_database_being_away_is_never_acknowledged(cast, monkeypatch, error):
    """503: the provider keeps the text and tries again. Any other error is kept as an event."""

    def away(*args, **kwargs):
        raise error

    monkeypatch.setattr("sms.webhooks.receive", away)
    client = Client(raise_request_exception=False)
    expected = 503 if isinstance(error, OperationalError) else 200
    assert post(client, cast.number, inbound()).status_code == expected


def test_a_webhook_takes_few_statements(cast, client, django_assert_max_num_queries):
    post(client, cast.number, inbound())
    with django_assert_max_num_queries(
        10
    ):  # three are the savepoints of the test's own transaction; one is the automations'
        post(client, cast.number, inbound(MessageSid="SM" + "7" * 32))


def test_e9_a_status_callback_moves_the_delivery_up(cast, client):
    with tenancy.enter(cast.acme.pk):
        delivery = cast.broken_zip.reply("On its way", by=cast.bob).delivery
        Delivery.objects.filter(pk=delivery.pk).update(state="sending", rank=1)
    path = f"/hooks/twilio/{cast.number.route}/status/?d={delivery.callback_token}"
    for _ in range(2):
        assert post(client, cast.number, captured("status_delivered"), path=path).status_code == 200
    with tenancy.enter(cast.acme.pk):
        delivery.refresh_from_db()
        assert (delivery.state, delivery.provider_id) == ("delivered", "SM" + "5" * 32)
    post(client, cast.number, captured("status_delivered", MessageStatus="sent"), path=path)
    assert reload(delivery, cast).state == "delivered"


def test_e9_a_failure_is_told_in_plain_words(cast, client):
    with tenancy.enter(cast.acme.pk):
        delivery = cast.broken_zip.reply("On its way", by=cast.bob).delivery
        delivery.take()
        delivery.accepted("SM" + "5" * 32)
    post(client, cast.number, captured("status_undelivered", ErrorCode="30007"), kind="status")
    failed = reload(delivery, cast)
    assert (failed.state, failed.error_code) == ("failed", "30007")
    assert failed.reason.startswith("The carrier filtered the text as unwanted.")
    assert failed.can_retry


def test_e9_a_callback_with_a_forged_delivery_id_is_refused(cast, client):
    path = f"/hooks/twilio/{cast.number.route}/status/?d=WzEsMSwxXQ:forged"
    assert post(client, cast.number, captured("status_delivered"), path=path).status_code == 400
