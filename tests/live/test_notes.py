"""C12, C17: two people with a ticket: notes and mentions by the keyboard, a draft that follows its writer."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.fixture
def paula(person):
    phone = person()
    phone.say("Where is my parcel?")
    return phone


@pytest.fixture
def alice(desk, paula):
    alice = desk("alice", "/tickets/1/?view=all")
    expect(alice.message("Where is my parcel?")).to_be_visible()
    return alice


def note(one, words):
    return one.page.locator("#entries > .note", has_text=words)


def test_c12_n_writes_a_note_an_at_calls_a_colleague_and_both_see_it(desk, alice, paula):
    bob = desk("bob", "/tickets/1/?view=all")
    alice.press("n")
    expect(alice.page.locator("#note")).to_be_focused()
    alice.page.keyboard.type("Lost again, @b")
    expect(alice.page.get_by_role("option", name="Bob")).to_have_attribute("aria-selected", "true")
    alice.press("Enter")
    alice.page.keyboard.type("please call")
    alice.press("Control+Enter")
    for one in (alice, bob):
        expect(note(one, "Lost again, @Bob please call")).to_be_visible()
        expect(note(one, "Lost").locator(".note__call")).to_have_text("@Bob")
    expect(alice.page.locator("#note")).to_be_empty()
    expect(bob.button("Edit")).to_have_count(0)
    alice.button("Edit").click()
    alice.page.get_by_label("Your note").fill("Found")
    alice.button("Save").click()
    for one in (alice, bob):
        expect(note(one, "Found")).to_contain_text("edited")
    alice.button("Edit").click()
    alice.button("Delete this note").click()
    for one in (alice, bob):
        expect(one.page.locator(".note")).to_have_count(0)
        expect(one.has_said("Alice deleted a note")).to_be_visible()
    assert paula.received() == []


def test_c17_a_draft_is_there_on_another_device_until_it_is_sent(desk, alice):
    elsewhere = desk("alice", path=None)
    alice.box.fill("On its w")
    expect(alice.page.get_by_text("Draft saved")).to_be_visible()
    elsewhere.open("/tickets/1/?view=all")
    expect(elsewhere.box).to_have_value("On its w")
    elsewhere.box.press_sequentially("ay")
    elsewhere.box.press("Control+Enter")
    expect(alice.message("On its way")).to_be_visible()
    expect(alice.box).to_be_empty()
    alice.page.reload()
    expect(alice.ready().box).to_be_empty()


def test_c17_what_was_typed_without_a_connection_is_saved_when_it_is_back(alice):
    alice.forgive("ERR_INTERNET_DISCONNECTED")
    alice.forgive("Failed to fetch")
    alice.page.context.set_offline(True)
    alice.box.fill("Nobody has this yet")
    alice.page.context.set_offline(False)
    expect(alice.page.get_by_text("Draft saved")).to_be_visible()
    alice.page.reload()
    expect(alice.ready().box).to_have_value("Nobody has this yet")
