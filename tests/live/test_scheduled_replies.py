"""C18: an answer is held and taken back, or waits in the thread until its time."""

import pytest
from playwright.sync_api import expect

from accounts.models import Account

pytestmark = pytest.mark.browser


@pytest.fixture
def paula(person):
    phone = person()
    phone.say("Where is my parcel?")
    return phone


def held_for(house, seconds):
    with house.inside():
        Account.objects.filter(pk=house.account.pk).update(undo_send_seconds=seconds)


def waiting(one, words):
    return one.page.locator("#entries > .message--waiting", has_text=words)


def test_c18_undo_takes_it_back_into_the_box_and_what_is_left_alone_is_sent(desk, house, paula):
    held_for(house, 60)
    alice, bob = desk("alice", "/tickets/1/?view=all"), desk("bob", "/tickets/1/?view=all")
    expect(alice.message("Where is my parcel?")).to_be_visible()
    alice.write("It is on its wya")
    expect(waiting(alice, "It is on its wya")).to_contain_text("Sends in")
    expect(waiting(bob, "It is on its wya")).to_be_visible()
    alice.button("Undo").click()
    expect(alice.box).to_have_value("It is on its wya")
    expect(alice.box).to_be_focused()
    for one in (alice, bob):
        expect(waiting(one, "It is")).to_have_count(0)
    held_for(house, 1)
    alice.write("It is on its way")
    for one in (alice, bob):
        expect(one.delivery("It is on its way")).to_have_text("Delivered", timeout=15_000)
        expect(waiting(one, "It is")).to_have_count(0)
    assert paula.received() == ["It is on its way"]


def test_c18_send_later_shows_until_when_and_cancel_brings_it_back(desk, paula):
    alice = desk("alice", "/tickets/1/?view=all")
    expect(alice.message("Where is my parcel?")).to_be_visible()
    alice.box.fill("Good morning")
    alice.button("More ways to send").click()
    alice.button("In 1 hour").click()
    expect(waiting(alice, "Good morning")).to_contain_text("Scheduled for")
    expect(alice.box).to_be_empty()
    paula.say("Hello?")
    expect(alice.message("Hello?")).to_be_visible()
    expect(alice.page.locator("#entries > li").last).to_contain_text("Good morning")
    alice.button("Cancel").click()
    expect(alice.box).to_have_value("Good morning")
    expect(waiting(alice, "Good")).to_have_count(0)
    alice.box.press("Control+Shift+Enter")
    expect(alice.message("Good morning")).to_be_visible()
    expect(alice.status).to_have_text("Closed")
