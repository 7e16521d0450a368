"""Real threads with connections of their own: one person stays one profile and one ticket, whatever comes at once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection
from django.test import Client

from inbox import sending
from inbox.models import Delivery, InboundEvent, Message, Ticket
from profiles.models import Profile
from tests.carrier import new_number
from tests.sms.payloads import inbound, post
from tests.world import text_from

AT_ONCE = 16


def at_once(verb, arguments):
    """Call the verb with each of the arguments in threads that start together; what each returned."""
    arguments = list(arguments)
    barrier = Barrier(len(arguments))

    def call(argument):
        try:
            barrier.wait()
            return verb(argument)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(arguments)) as pool:
        return list(pool.map(call, arguments))


def form(brand, phone, sid, body="Hello"):
    return inbound(
        AccountSid=brand.number.account_sid,
        To=brand.address,
        From=phone,
        MessageSid=f"SM{sid:032x}",
        Body=body,
    )


def test_c5_sixteen_first_texts_at_once_make_one_profile_and_one_ticket(brand):
    phone = new_number()
    answers = at_once(
        lambda i: post(Client(), brand.number, form(brand, phone, i, f"text {i}")).status_code, range(AT_ONCE)
    )
    assert answers == [200] * AT_ONCE
    with brand.inside():
        assert Profile.objects.filter(phone=phone).count() == 1
        ticket = Ticket.objects.get()
        assert ticket.number == 1
        assert sorted(message.body for message in ticket.messages.all()) == sorted(
            f"text {i}" for i in range(AT_ONCE)
        )
        assert [event.kind for event in ticket.events.all()] == ["opened"]


def test_one_text_delivered_sixteen_times_at_once_is_stored_once(brand):
    phone = new_number()
    answers = at_once(
        lambda _: post(Client(), brand.number, form(brand, phone, 1)).status_code, range(AT_ONCE)
    )
    assert answers == [200] * AT_ONCE
    with brand.inside():
        assert (Message.objects.count(), InboundEvent.objects.count(), Ticket.objects.count()) == (1, 1, 1)


def test_sixteen_newcomers_at_once_get_sixteen_different_numbers(brand):
    phones = [new_number() for _ in range(AT_ONCE)]
    at_once(lambda i: post(Client(), brand.number, form(brand, phones[i], i)), range(AT_ONCE))
    with brand.inside():
        assert sorted(Ticket.objects.values_list("number", flat=True)) == list(range(1, AT_ONCE + 1))


def test_c14_the_same_answer_sent_by_sixteen_requests_leaves_once(brand):
    """A browser that tries again after a lost answer uses the same id."""
    client_id = "6f0b8a52-63ce-4b51-9d0c-7a0ae5c0b3f1"
    with brand.inside():
        text_from(brand.number, new_number(), "Hello").profile.give_consent("marketing", "test")
    bob = brand.member(brand.bob)

    def answer(_):
        with brand.inside():
            return brand.account.tickets.by_number(1).reply("Hi!", by=bob, client_id=client_id).pk

    assert len(set(at_once(answer, range(AT_ONCE)))) == 1
    with brand.inside():
        assert Delivery.objects.count() == 1


def test_two_agents_close_at_once_and_history_says_it_once(brand):
    with brand.inside():
        text_from(brand.number, new_number(), "Hello")
    bob = brand.member(brand.bob)

    def close(_):
        with brand.inside():
            brand.account.tickets.by_number(1).close(by=bob)

    at_once(close, range(8))
    with brand.inside():
        kinds = list(Ticket.objects.get().events.values_list("kind", flat=True))
    assert sorted(kinds) == ["closed", "opened"]


def test_one_delivery_claimed_by_sixteen_workers_is_handed_over_once(brand, carrier, settings):
    settings.TWILIO_BASE_URL = carrier.base_url
    theirs = carrier.account(sid=brand.number.account_sid, token="12345")
    theirs.number(brand.address)
    phone = carrier.phone(new_number())
    with brand.inside():
        message = text_from(brand.number, phone.number, "Hello")
        message.profile.give_consent("marketing", "test")
        delivery = brand.account.tickets.by_number(1).reply("Only once", by=brand.member(brand.bob)).delivery
    at_once(lambda _: sending.send(brand.account.pk, delivery.pk), range(AT_ONCE))
    assert [sent["body"] for sent in theirs.ledger() if sent["direction"] != "inbound"] == ["Only once"]
    with brand.inside():
        delivery.refresh_from_db()
        assert delivery.state == "sent"
