"""B9: the whole desk by keys alone; the focus ends where a person expects it."""

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


def test_e_closes_and_the_next_row_has_the_focus(alice):
    alice.press("j j Enter")
    expect(alice.message("It is Quinn")).to_be_visible()
    alice.press("e")
    expect(alice.status).to_have_text("Closed")
    expect(alice.row("Quinn")).to_have_count(0)
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
    first = alice.page.locator("#snooze").get_by_role("button").first  # in the evening: tomorrow
    expect(first).to_be_focused()
    alice.press("Tab Enter")
    expect(alice.page.locator("#snooze")).to_be_hidden()
    expect(alice.status).to_contain_text("Snoozed until")
    expect(alice.row("Paula")).to_have_count(0)
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
    expect(alice.row("Paula")).to_have_count(0)  # it is hers now, and this is the view of nobody's
    expect(alice.row("Quinn")).to_be_focused()


def test_u_marks_unread_and_goes_back_to_the_list(alice):
    alice.press("j Enter")
    expect(alice.row("Paula")).not_to_have_class(re.compile("row--unread"))
    alice.press("u")
    expect(alice.page.get_by_text("No ticket is open")).to_be_visible()
    expect(alice.row("Paula")).to_have_class(re.compile("row--unread"))
    expect(alice.badge).to_have_text("3")
    expect(alice.row("Paula")).to_be_focused()
    alice.ready().press("Enter")
    expect(alice.message("It is Paula")).to_be_visible()


def test_a_question_mark_lists_the_keys_of_the_page(alice):
    alice.press("j Enter")
    expect(alice.message("It is Paula")).to_be_visible()
    alice.press("?")
    keys = alice.page.get_by_role("dialog", name="Keyboard")
    for group, words in (
        ("List", ("Next and previous ticket", "Filter", "Search")),
        (
            "Ticket",
            ("Reply", "Note for the team", "Close the ticket", "Snooze", "Mark unread", "Assign", "Tag"),
        ),
        ("Go to", ("Go to My inbox", "Go to Unassigned", "Go to Settings")),
        ("Everywhere", ("All commands", "Show all keys")),
    ):
        for each in words:
            expect(
                keys.locator("section", has=alice.page.get_by_role("heading", name=group))
            ).to_contain_text(each)
    alice.press("e")  # not while the dialog is open
    alice.press("Escape")
    expect(keys).to_be_hidden()
    expect(alice.status).to_have_text("Open")


def test_g_and_a_letter_change_the_view(alice):
    alice.press("g a")
    expect(alice.page).to_have_url(re.compile(r"/inbox/all/"))
    alice.ready().press("g i")
    expect(alice.page).to_have_url(re.compile(r"/inbox/mine/"))


def test_b9_the_list_is_one_stop_of_the_tab_key_and_the_arrows_move_in_it(alice):
    alice.press("/")
    alice.press("ArrowDown ArrowDown")
    expect(alice.row("Quinn")).to_be_focused()
    expect(alice.page.locator("#rows a[data-row][tabindex='0']")).to_have_count(1)
    alice.press("Shift+Tab Tab")
    expect(alice.row("Quinn")).to_be_focused()
    alice.press("Tab")
    expect(alice.page.get_by_label("Select Quinn")).to_be_focused()  # the row's own box
    alice.press("Tab")
    assert not alice.page.evaluate("document.activeElement.matches('#rows *')")
    alice.press("Shift+Tab Shift+Tab ArrowUp")
    expect(alice.row("Paula")).to_be_focused()


def test_b9_the_keys_mean_nothing_in_an_open_menu_and_caps_lock_means_nothing_to_them(alice):
    alice.press("j Enter")
    expect(alice.message("It is Paula")).to_be_visible()
    alice.press("s e")
    expect(alice.page.locator("#snooze")).to_be_visible()
    alice.press("Escape")
    expect(alice.status).to_have_text("Open")
    alice.page.evaluate(
        "document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'E', bubbles: true}))"
    )
    expect(alice.status).to_have_text("Closed")


def test_b9_a_morning_by_keyboard_alone(alice):
    """Every ticket answered, noted, tagged or closed one after the other; the focus is never lost on the way."""

    def is_at(words):
        expect(alice.message(words)).to_be_visible()
        expect(alice.page.locator("body:focus")).to_have_count(0)

    alice.press("j Enter")
    is_at("It is Paula")
    alice.press("r")
    alice.page.keyboard.type("On its way")
    alice.press("Control+Enter")
    expect(alice.delivery("On its way")).to_have_text("Delivered")
    expect(alice.box).to_be_focused()
    alice.press("Escape")
    expect(alice.row("Paula")).to_be_focused()
    alice.tag("parcel")
    expect(alice.tags).to_have_text(["parcel"])
    expect(alice.row("Paula")).to_be_focused()
    alice.press("e")
    expect(alice.row("Quinn")).to_be_focused()

    alice.press("Enter")
    is_at("It is Quinn")
    alice.press("n")
    alice.page.keyboard.type("Ask the warehouse")
    alice.press("Control+Enter")
    expect(alice.page.locator("#entries")).to_contain_text("Ask the warehouse")
    alice.press("Escape a Enter")
    expect(alice.row("Sue")).to_be_focused()

    alice.press("Enter")
    is_at("It is Sue")
    alice.page.locator("#closure").focus()
    alice.press("Enter")
    expect(alice.status).to_have_text("Closed")
    expect(alice.page.locator("#closure")).to_be_focused()
    expect(alice.page.get_by_text("Everything has an owner")).to_be_visible()
    alice.press("e")
    expect(alice.row("Sue")).to_be_visible()
