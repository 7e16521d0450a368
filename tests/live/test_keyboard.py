"""B8: the whole desk by keys alone; the focus ends where a person expects it."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.fixture
def alice(desk, person):
    """Three tickets: Paula's on top, then Quinn's, then Sue's."""
    for name in ("Sue", "Quinn", "Paula"):
        person(name).say(f"It is {name}")
    return desk("alice")


def test_j_k_and_enter_walk_the_list_and_open(alice):
    alice.press("j")
    expect(alice.row("Paula")).to_be_focused()
    alice.press("j")
    expect(alice.row("Quinn")).to_be_focused()
    alice.press("j j")
    expect(alice.row("Sue")).to_be_focused()
    alice.press("k Enter")
    expect(alice.message("It is Quinn")).to_be_visible()
    expect(alice.row("Quinn")).to_have_attribute("aria-current", "true")
    alice.press("j")
    expect(alice.row("Sue")).to_be_focused()


def test_r_writes_and_ctrl_enter_sends(alice):
    alice.press("j Enter")
    expect(alice.message("It is Paula")).to_be_visible()
    alice.press("r")
    expect(alice.box).to_be_focused()
    alice.page.keyboard.type("Hello, e and j are only letters here")
    alice.press("Control+Enter")
    expect(alice.box).to_be_empty()
    expect(alice.delivery("only letters")).to_have_text("Delivered")
    expect(alice.box).to_be_focused()
    alice.page.keyboard.type("And a second one")
    alice.press("Control+Enter")
    expect(alice.delivery("And a second one")).to_have_text("Delivered")
    alice.press("Escape")
    expect(alice.box).not_to_be_focused()


def test_e_closes_and_j_goes_on_with_the_next(alice):
    alice.press("j j Enter")
    expect(alice.message("It is Quinn")).to_be_visible()
    alice.press("e")
    expect(alice.status).to_have_text("Closed")
    expect(alice.row("Quinn")).to_have_count(0)
    alice.press("j")
    expect(alice.row("Sue")).to_be_focused()
    alice.press("Enter")
    expect(alice.message("It is Sue")).to_be_visible()
    alice.press("e")
    expect(alice.status).to_have_text("Closed")
    alice.press("e")
    expect(alice.status).to_have_text("Open")


def test_s_opens_the_choices_and_the_keyboard_is_in_them(alice):
    alice.press("j Enter")
    expect(alice.message("It is Paula")).to_be_visible()
    alice.press("s")
    expect(alice.page.locator("#snooze").get_by_role("button", name="Later today")).to_be_focused()
    alice.press("Tab Enter")
    expect(alice.page.locator("#snooze")).to_be_hidden()
    expect(alice.status).to_contain_text("Snoozed until")
    expect(alice.row("Paula")).to_have_count(0)
    alice.press("j")
    expect(alice.row("Quinn")).to_be_focused()


def test_a_assigns_and_escape_leaves_it_as_it_was(alice):
    alice.press("j Enter")
    expect(alice.message("It is Paula")).to_be_visible()
    alice.press("a")
    expect(alice.page.get_by_role("combobox", name="Find a member")).to_be_focused()
    alice.press("Escape")
    expect(alice.page.locator("#assignment")).to_be_hidden()
    expect(alice.row("Paula")).to_be_focused()
    alice.press("a Enter")
    expect(alice.has_said("Alice took this ticket")).to_be_visible()
    expect(alice.page.locator("#assignment")).to_be_hidden()


def test_u_marks_unread_and_goes_back_to_the_list(alice):
    alice.press("j Enter")
    expect(alice.row("Paula")).not_to_have_class(re.compile("row--unread"))
    alice.press("u")
    expect(alice.page.get_by_text("No ticket is open")).to_be_visible()
    expect(alice.row("Paula")).to_have_class(re.compile("row--unread"))
    expect(alice.badge).to_have_text("3")
    alice.ready().press("j Enter")
    expect(alice.message("It is Paula")).to_be_visible()


def test_a_question_mark_lists_the_keys_of_the_page(alice):
    alice.press("j Enter")
    expect(alice.message("It is Paula")).to_be_visible()
    alice.press("?")
    keys = alice.page.get_by_role("dialog", name="Keyboard")
    for words in ("Next and previous ticket", "Reply", "Close the ticket", "Snooze", "Mark unread", "Assign"):
        expect(keys.get_by_text(words).last).to_be_visible()
    alice.press("e")  # not while the dialog is open
    alice.press("Escape")
    expect(keys).to_be_hidden()
    expect(alice.status).to_have_text("Open")


def test_g_and_a_letter_change_the_view(alice):
    alice.press("g a")
    expect(alice.page).to_have_url(re.compile(r"/inbox/all/"))
    alice.ready().press("g i")
    expect(alice.page).to_have_url(re.compile(r"/inbox/mine/"))
