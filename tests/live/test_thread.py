"""C7: a long conversation. Older messages come on scrolling up, and what one reads stays where it is."""

import pytest
from playwright.sync_api import expect

from tests.carrier import new_number
from tests.world import text_from

pytestmark = pytest.mark.browser
MESSAGES = 130


@pytest.fixture
def phone(house):
    number = new_number()
    for i in range(MESSAGES):
        with house.inside():
            text_from(house.number, number, f"Text {i:03}.")
    return number


@pytest.fixture
def alice(desk, phone):
    alice = desk("alice", "/tickets/1/?view=all")
    expect(alice.message(f"Text {MESSAGES - 1}.")).to_be_in_viewport()
    return alice


def messages(alice):
    return alice.page.locator("#entries > .message")


def to_the_top(alice):
    alice.thread.evaluate("thread => { thread.scrollTop = -thread.scrollHeight }")


def test_older_messages_load_on_scrolling_up_and_the_place_is_kept(alice):
    held = []
    alice.page.route("**/messages/?before=*", lambda route: route.continue_() if held else held.append(route))
    expect(messages(alice)).to_have_count(50)
    with alice.page.expect_request("**/messages/?before=*"):
        to_the_top(alice)
    top = alice.message("Text 080.")
    expect(top).to_be_in_viewport()
    before = top.bounding_box()["y"]
    held[0].continue_()
    expect(messages(alice)).to_have_count(100)
    assert abs(top.bounding_box()["y"] - before) < 3
    to_the_top(alice)
    expect(messages(alice)).to_have_count(MESSAGES)
    texts = messages(alice).locator(".bubble__text").all_text_contents()
    assert texts == [f"Text {i:03}." for i in range(MESSAGES)]
    expect(alice.has_said("The customer started the conversation")).to_have_count(1)


def test_a_new_message_does_not_move_who_reads_above_and_a_pill_leads_down(house, alice, phone):
    alice.thread.evaluate("thread => { thread.scrollTop = -600 }")
    seen = alice.message("Text 115.")
    before = seen.bounding_box()["y"]
    with house.inside():
        text_from(house.number, phone, "The newest")
    expect(alice.button("New messages")).to_be_visible()
    assert abs(seen.bounding_box()["y"] - before) < 3
    expect(alice.message("The newest")).not_to_be_in_viewport()
    expect(alice.badge).to_have_text("1")  # not seen, so not read
    alice.button("New messages").click()
    expect(alice.message("The newest")).to_be_in_viewport()
    expect(alice.button("New messages")).to_be_hidden()
    expect(alice.badge).to_have_count(0)
