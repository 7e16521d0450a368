"""E4, E9, C17: the state machine of a send, against the carrier over real HTTP. Sent twice is worse than sent late."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import tenancy
from inbox import sending, sweeps
from inbox.channels import NotYet, Refusal
from inbox.models import Delivery
from tests.brand import Brand
from tests.carrier import free_port
from tests.world import line, text_from

ANSWER = "Your parcel is on its way"


@pytest.fixture
def brand(django_db_setup, django_db_blocker, carrier, settings):
    """Committed rows: the sweeps send from threads of their own."""
    settings.TWILIO_BASE_URL = carrier.base_url
    with django_db_blocker.unblock():
        brand = Brand(carrier)
        brand.paula = brand.phone("Paula")
        brand.bob = brand.member(brand.bob)
        with brand.inside():
            text_from(brand.number, brand.paula.number, "Hello").profile.give_consent("marketing", "test")
        yield brand


@pytest.fixture
def delivery(brand):
    return reply(brand)


def reply(brand):
    with brand.inside():
        return brand.account.tickets.by_number(1).reply(ANSWER, by=brand.bob).delivery


def send(delivery):
    sending.send(delivery.account_id, delivery.pk)
    return again(delivery)


def again(delivery):
    with tenancy.enter(delivery.account_id):
        return Delivery.objects.select_related("message__channel", "message__profile").get(pk=delivery.pk)


def due(delivery, **columns):
    with tenancy.enter(delivery.account_id):
        Delivery.objects.filter(pk=delivery.pk).update(
            due_at=timezone.now() - timedelta(minutes=1), **columns
        )


def sent(brand):
    return [text["body"] for text in brand.theirs.ledger() if text["direction"] != "inbound"]


def fault(brand, kind):
    brand.carrier.fault(kind, number=brand.address)


def test_e9_a_text_is_handed_over_with_its_callback_address(brand, delivery):
    now = send(delivery)
    assert (now.state, now.sender, now.recipient) == ("sent", brand.address, brand.paula.number)
    assert brand.carrier.message(now.provider_id)["body"] == ANSWER


def test_the_task_run_twice_sends_once(brand, delivery):
    send(delivery)
    send(delivery)
    assert sent(brand) == [ANSWER]


def test_e4_consent_is_checked_again_at_the_moment_of_sending(brand, delivery):
    with brand.inside():
        delivery.message.profile.withdraw_consent("Texted STOP")
    now = send(delivery)
    assert (now.state, now.error_code) == ("failed", "opted_out")
    assert sent(brand) == []


def test_21610_locks_the_composer(brand, delivery):
    fault(brand, "21610")
    now = send(delivery)
    assert (now.state, now.error_code, now.reason) == (
        "failed",
        "21610",
        "The person has opted out with STOP.",
    )
    ticket = brand.ticket()
    assert ticket.refusal.code == "opted_out"
    with brand.inside(), pytest.raises(Refusal):
        now.retry()


def test_429_waits_and_is_tried_again_by_the_sweep(brand, delivery):
    fault(brand, "429")
    now = send(delivery)
    assert (now.state, now.tries, now.state_label) == ("queued", 1, "Waiting for the provider")
    assert now.due_at > timezone.now()
    due(delivery)
    sweeps.send_due()
    assert again(delivery).state == "sent"
    assert sent(brand) == [ANSWER]


def test_a_provider_that_is_down_queues_the_answer_and_gives_up_after_eight_tries(brand, delivery, settings):
    settings.TWILIO_BASE_URL = f"http://127.0.0.1:{free_port()}"
    now = send(delivery)
    assert (now.state, now.reason) == ("queued", "The provider can't be reached.")
    for _ in range(7):
        due(delivery)
        now = send(delivery)
    assert (now.state, now.error_code, now.can_retry) == ("failed", "unreachable", True)


@pytest.mark.parametrize("kind", ["error_after", "drop"])
def test_an_ambiguous_answer_is_looked_up_and_never_sent_again(brand, delivery, kind):
    """The provider has it, but its answer said otherwise or never came."""
    fault(brand, kind)
    now = send(delivery)
    assert (now.state, now.state_label, now.can_retry) == ("unknown", "Checking with the provider", False)
    sweeps.resolve_unknown()
    assert again(delivery).state == "sent"
    assert sent(brand) == [ANSWER]


@pytest.mark.parametrize("kind", ["error_before", "refuse"])
def test_what_is_not_found_twice_is_for_the_agent_to_decide(brand, delivery, kind):
    fault(brand, kind)
    assert send(delivery).state == "unknown"
    for _ in range(5):
        due(delivery)
        sweeps.resolve_unknown()
    now = again(delivery)
    assert (now.state, now.state_label, now.looked_up, now.can_retry) == ("unknown", "Not confirmed", 2, True)
    assert sent(brand) == []
    with brand.inside():
        now.retry()
    assert (send(delivery).state, sent(brand)) == ("sent", [ANSWER])


def test_a_worker_that_died_leaves_a_doubt_not_a_second_text(brand, delivery):
    """Killed after the provider took it: the lease lapses, the text is found at the provider."""
    with brand.inside():
        claimed = sending.claim(delivery.pk)
        backend = claimed.message.channel.backend
        line = backend.line_for(claimed)
    backend.send(line, claimed)
    due(delivery)
    sweeps.resolve_unknown()
    assert again(delivery).state == "sent"
    assert sent(brand) == [ANSWER]


def test_a_text_that_another_delivery_owns_is_not_taken_for_this_one(brand):
    """Two equal texts: the first arrived, the second did not; the second must not borrow the first's id."""
    first, second = reply(brand), reply(brand)
    send(first)
    fault(brand, "error_before")
    assert send(second).state == "unknown"
    sweeps.resolve_unknown()
    assert again(second).state == "unknown"


def test_c17_retry_after_a_failure_is_a_new_attempt_that_old_callbacks_do_not_touch(brand, delivery):
    with brand.inside():
        delivery.take()
        delivery.failed("30003", "The phone was off or out of reach.")
        old = delivery.callback_token
        delivery.retry()
    now = send(delivery)
    assert (now.state, now.attempt, now.reason) == ("sent", 2, "")
    assert Delivery.read_callback(old)[2] == 1


def test_the_ranks_of_states_never_go_back(brand, delivery):
    with brand.inside():
        delivery.take()
        assert delivery.delivered("SM1")
        assert not delivery.accepted("SM1")
        assert not delivery.failed("30003", "late")
        assert not delivery.put_back("busy", 1)
        assert not delivery.doubt()
    assert again(delivery).state == "delivered"


def test_the_answer_leaves_from_the_number_that_the_person_wrote_to(acme):
    second = line(acme.acme, "+15035550111", "AC" + "c" * 32)
    text_from(second, acme.paula.phone, "To your other number")
    assert acme.broken_zip.reply(ANSWER, by=acme.bob).delivery.sender == "+15035550111"
    second.disconnect()
    assert acme.broken_zip.reply(ANSWER, by=acme.bob).delivery.sender == acme.number.number


def test_e10_what_may_not_leave_yet_waits_and_leaves_once_it_may(delivery, brand, monkeypatch):
    def not_yet(_):
        raise NotYet(timezone.now() + timedelta(hours=2), "outside_hours", "It is 06:00 there.")

    monkeypatch.setattr("inbox.sending.steps", lambda name: [not_yet] if name == "SEND_CHECKS" else [])
    waiting = send(delivery)
    assert (waiting.state, waiting.tries, waiting.state_label) == ("queued", 0, "Waiting")
    assert waiting.reason == "It is 06:00 there."
    assert waiting.due_at > timezone.now() + timedelta(hours=1)
    assert send(delivery).state == "queued" and sent(brand) == []

    monkeypatch.setattr("inbox.sending.steps", lambda name: [])
    due(delivery)
    assert send(delivery).state == "sent"
    assert sent(brand) == [ANSWER]


def test_g1_marketing_needs_consent_to_marketing(brand):
    with brand.inside():
        profile = brand.ticket().profile
        profile.withdraw_consent("test")
        profile.give_consent("transactional", "test")
    delivery = reply(brand)
    with brand.inside():
        Delivery.objects.filter(pk=delivery.pk).update(gate=Delivery.Gate.MARKETING)
    assert send(delivery).error_code == "no_marketing_consent"
    assert sent(brand) == []
