"""B9: Ctrl+K lists all that can be done, all places and tickets, whatever the page; by keys, by mouse, by thumb."""

import re

import pytest
from playwright.sync_api import expect

from tests.live.test_looks import PHONE, fits

pytestmark = pytest.mark.browser


@pytest.fixture
def alice(desk, person):
    for name in ("Quinn", "Paula"):
        person(name).say(f"It is {name}")
    return desk("alice")


def palette(one):
    return one.page.get_by_role("dialog", name="Commands")


def options(one):
    return palette(one).get_by_role("option")


def chosen(one):
    return palette(one).locator("[aria-selected=true]")


def test_b9_what_the_page_can_do_is_done_by_its_name(alice):
    alice.row("Paula").click()
    expect(alice.message("It is Paula")).to_be_visible()
    alice.press("Control+k")
    expect(palette(alice).get_by_role("combobox")).to_be_focused()
    alice.page.keyboard.type("asign bob")  # one letter is missing
    expect(chosen(alice)).to_contain_text("Assign to Bob")
    alice.press("Enter")
    expect(palette(alice)).to_be_hidden()
    expect(alice.has_said("Alice assigned this ticket to Bob")).to_be_visible()
    alice.press("Control+k")
    expect(options(alice).get_by_text("Assign to me")).to_be_visible()
    expect(options(alice).get_by_text("Assign to Bob")).to_have_count(0)  # he has it now


def test_b9_it_goes_everywhere_and_knows_what_was_used_last(alice):
    alice.press("Control+k")
    alice.page.keyboard.type("set sms")
    expect(options(alice)).to_have_text("Settings: SMS")
    alice.press("Enter")
    expect(alice.page).to_have_url(re.compile("/settings/sms/"))
    alice.ready().press("Control+k")
    expect(options(alice).first).to_have_text("Settings: SMS")
    expect(options(alice).get_by_text("Go to Unassigned")).to_be_visible()
    alice.page.keyboard.type("quin")
    expect(options(alice)).to_contain_text("It is Quinn")
    alice.press("Enter")
    expect(alice.message("It is Quinn")).to_be_visible()


def test_b9_the_arrows_go_round_and_escape_gives_the_focus_back(alice):
    alice.press("j")
    expect(alice.row("Paula")).to_be_focused()
    alice.press("Control+k")
    expect(options(alice).get_by_text("Settings: SMS")).to_be_visible()
    alice.press("ArrowDown")
    expect(chosen(alice)).to_have_count(1)
    expect(options(alice).nth(1)).to_have_attribute("aria-selected", "true")
    identity = options(alice).nth(1).get_attribute("id")
    expect(palette(alice).get_by_role("combobox")).to_have_attribute("aria-activedescendant", identity)
    alice.press("ArrowUp ArrowUp")
    expect(options(alice).last).to_have_attribute("aria-selected", "true")
    alice.page.keyboard.type("xyzzy")
    expect(palette(alice).get_by_text("Nothing fits")).to_be_visible()
    alice.press("Enter Escape")
    expect(palette(alice)).to_be_hidden()
    expect(alice.row("Paula")).to_be_focused()


def test_b9_from_the_middle_of_an_answer_and_back(alice):
    alice.row("Paula").click()
    alice.box.press_sequentially("Hel")
    alice.press("Control+k Control+k")
    expect(palette(alice)).to_be_hidden()
    expect(alice.box).to_be_focused()
    alice.page.keyboard.type("lo")
    expect(alice.box).to_have_value("Hello")


def test_b10_by_thumb(desk, person):
    person("Paula").say("It is Paula")
    alice = desk("alice", **PHONE)
    alice.button("Find").tap()
    expect(palette(alice)).to_be_visible()
    fits(alice.page)
    alice.page.keyboard.type("paul")
    options(alice).first.tap()
    expect(alice.message("It is Paula")).to_be_visible()
