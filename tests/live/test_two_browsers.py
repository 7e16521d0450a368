"""B8: what one person does is seen by the other at once, without a reload."""

import re
import time
from contextlib import contextmanager
from signal import SIGCONT, SIGSTOP

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
ONE_SECOND = 1_000


@pytest.fixture
def alice(desk):
    return desk("alice")


@pytest.fixture
def bob(desk):
    return desk("bob")


def test_b8_a_text_appears_in_both_browsers_within_a_second(alice, bob, person):
    paula = person()
    began = time.monotonic()
    paula.say("Where is my parcel?")
    for one in (alice, bob):
        expect(one.row("Where is my parcel?")).to_be_visible(timeout=2 * ONE_SECOND)
    took = time.monotonic() - began
    for one in (alice, bob):
        expect(one.badge).to_have_text("1")
        expect(one.count("Unassigned")).to_have_text("1")
        expect(one.row("Paula").locator(".row__dot")).to_be_visible()
        expect(one.page).to_have_title(re.compile(r"^\(1\) "))
    assert took < 2  # a second of the product's, and the test's own


def test_b7_what_one_opens_is_read_for_both(alice, bob, person):
    person().say("Where is my parcel?")
    alice.row("Paula").click()
    expect(alice.message("Where is my parcel?")).to_be_visible()
    for one in (alice, bob):
        expect(one.badge).to_have_count(0)
        expect(one.row("Paula")).not_to_have_class(re.compile("row--unread"))


def test_b7_the_badge_leaves_every_browser_when_it_is_switched_off(alice, bob, person):
    person().say("Where is my parcel?")
    settings = bob.open("/settings/inbox/")
    for one in (alice, settings):
        expect(one.badge).to_have_text("1")
    settings.page.get_by_label("unread conversation notification", exact=False).uncheck()
    settings.page.locator("#unread").get_by_role("button", name="Save").click()
    for one in (alice, bob):
        expect(one.badge).to_have_count(0)


def test_c10_a_ticket_that_one_takes_leaves_the_others_list(alice, bob, person):
    person().say("Where is my parcel?")
    alice.row("Paula").click()
    alice.assign("Me")
    expect(bob.row("Paula")).to_have_count(0)
    expect(bob.page.get_by_text("Everything has an owner")).to_be_visible()
    expect(alice.count("My inbox")).to_have_text("1")
    expect(alice.message("Where is my parcel?")).to_be_visible()
    expect(alice.page.locator("#entries .event", has_text="Alice took this ticket")).to_be_visible()


@contextmanager
def paused(process):
    process.popen.send_signal(SIGSTOP)
    try:
        yield
    finally:
        process.popen.send_signal(SIGCONT)


def test_e9_the_other_sees_the_answer_and_its_states_as_they_come(stack, house, alice, bob, person):
    """The worker sleeps and the sweeper sends; the carrier's reports come late: so each state stands for a while."""
    paula = person()
    paula.say("Where is my parcel?")
    for one in (alice, bob):
        one.row("Paula").click()
        expect(one.message("Where is my parcel?")).to_be_visible()
    stack.carrier.fault("callback_delay", number=house.address, seconds=1)
    with paused(stack.running.worker):
        alice.write("On its way")
        for state in ("Queued", "Sent", "Delivered"):
            for one in (bob, alice):
                expect(one.delivery("On its way")).to_have_text(state)
    for one in (alice, bob):
        expect(one.message("On its way")).to_have_count(1)
        expect(one.page.locator("[data-pending]")).to_have_count(0)
    assert paula.received() == ["On its way"]


def test_c1_closing_leaves_my_inbox_and_a_further_text_reopens(alice, bob, person):
    paula = person()
    paula.say("Where is my parcel?")
    alice.row("Paula").click()
    alice.assign("Me")
    other = bob.open("/inbox/all/")
    other.row("Paula").click()
    alice.page.locator("#views").get_by_text("My inbox").click()
    alice.row("Paula").click()
    alice.page.locator("#ticket-head").get_by_role("button", name=re.compile("^Close")).click()
    expect(alice.row("Paula")).to_have_count(0)
    for one in (alice, bob):
        expect(one.status).to_have_text("Closed")
        expect(one.count("My inbox")).to_have_text("0")
    paula.say("One more thing")
    expect(alice.row("One more thing")).to_be_visible()
    for one in (alice, bob):
        expect(one.status).to_have_text("Open")
        expect(one.message("One more thing")).to_be_visible()
        expect(one.page.get_by_text("The customer wrote again: reopened")).to_be_visible()
