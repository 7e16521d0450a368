"""C17, E9: what goes wrong is said in plain words, and nothing that was written is lost."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from inbox.models import Delivery

pytestmark = pytest.mark.browser


@pytest.fixture
def paula(person):
    phone = person()
    phone.say("Where is my parcel?")
    return phone


@pytest.fixture
def alice(desk, paula):
    alice = desk("alice")
    alice.row("Paula").click()
    expect(alice.message("Where is my parcel?")).to_be_visible()
    return alice


@pytest.fixture
def fault(stack, house):
    return lambda kind, **settings: stack.carrier.fault(kind, number=house.address, **settings)


def a_minute_later(house, looked_up):
    """What waits in this account for its time is due now; returns after that many look-ups at the provider."""
    with house.inside():
        Delivery.objects.update(due_at=timezone.now() - timedelta(minutes=1))
    house.carrier.wait_until(lambda: looks(house) >= looked_up)


def looks(house):
    with house.inside():
        return Delivery.objects.get().looked_up


def test_a_text_that_did_not_arrive_says_why_and_retry_delivers_it(alice, paula, fault):
    fault("30007")
    alice.write("On its way")
    expect(alice.delivery("On its way")).to_have_text("Failed")
    expect(alice.message("On its way")).to_contain_text("The carrier filtered the text as unwanted.")
    alice.message("On its way").get_by_role("button", name="Retry").click()
    expect(alice.delivery("On its way")).to_have_text("Delivered")
    expect(alice.message("On its way")).to_have_count(1)
    expect(alice.button("Retry")).to_have_count(0)


def test_what_the_provider_may_have_is_looked_up_and_then_the_agent_decides(house, alice, paula, fault):
    fault("error_before")
    alice.write("On its way")
    expect(alice.delivery("On its way")).to_have_text("Checking with the provider")
    expect(alice.button("Send again")).to_have_count(0)
    for looked_up in (1, 2):
        a_minute_later(house, looked_up)
    expect(alice.delivery("On its way")).to_have_text("Not confirmed")
    assert paula.received() == []
    alice.button("Send again").click()
    expect(alice.delivery("On its way")).to_have_text("Delivered")
    assert paula.received() == ["On its way"]


def test_what_the_provider_took_though_it_answered_with_an_error_is_found_and_not_sent_twice(
    alice, paula, fault
):
    fault("callback_none")
    fault("500_after")
    alice.write("On its way")
    expect(alice.delivery("On its way")).to_have_text("Sent")
    assert paula.received() == ["On its way"]


def test_a_busy_provider_is_waited_for(alice, paula, fault):
    fault("throttle")
    alice.write("On its way")
    expect(alice.delivery("On its way")).to_have_text("Waiting for the provider")
    expect(alice.delivery("On its way")).to_have_text("Delivered")
    assert paula.received() == ["On its way"]


def test_an_opt_out_that_only_the_provider_knows_locks_the_composer(alice, paula, fault):
    fault("21610")
    alice.write("On its way")
    expect(alice.message("On its way")).to_contain_text("The person has opted out with STOP.")
    expect(alice.refusal).to_contain_text("Opted out")


def test_a_text_that_is_too_long_is_refused_next_to_the_field_and_kept(alice, paula):
    alice.forgive("422")
    alice.write("x" * 1601)
    expect(alice.page.locator("#reply-error")).to_contain_text("1,601 characters")
    expect(alice.box).to_have_value("x" * 1601)
    expect(alice.box).to_have_attribute("aria-invalid", "true")
    expect(alice.page.locator("#entries > .message")).to_have_count(1)
    alice.write("x" * 1600)
    expect(alice.delivery("xxx")).to_have_text("Delivered")
    expect(alice.page.locator("#reply-error")).to_have_count(0)
    assert paula.received() == ["x" * 1600]


def test_nothing_is_sent_for_blanks(alice, paula):
    alice.write("   ")
    alice.write("Real words")
    expect(alice.delivery("Real words")).to_have_text("Delivered")
    assert paula.received() == ["Real words"]


def test_a_draft_survives_a_reload_and_belongs_to_its_ticket(alice, person):
    person("Quinn").say("Hello")
    alice.box.fill("Half a sen")
    alice.row("Quinn").click()
    expect(alice.message("Hello")).to_be_visible()
    expect(alice.box).to_be_empty()
    alice.row("Paula").click()
    expect(alice.box).to_have_value("Half a sen")
    alice.page.reload()
    expect(alice.box).to_have_value("Half a sen")


def test_a_reason_next_to_the_field_outlives_what_else_happens(alice, paula):
    """A live update must not take away why an answer was refused, nor the words."""
    alice.forgive("422")
    alice.write("x" * 1601)
    expect(alice.page.locator("#reply-error")).to_be_visible()
    paula.say("Hello again")
    expect(alice.message("Hello again")).to_be_visible()
    expect(alice.page.locator("#reply-error")).to_contain_text("1,601 characters")
    expect(alice.box).to_have_value("x" * 1601)
