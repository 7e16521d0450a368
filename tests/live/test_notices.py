"""B8: a notification and a sound, as one chose for this browser; and the single keys that can be switched off (B9)."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

# What the browser would show stands in an attribute as well: headless, nobody could see it.
WITNESS = """
window.Notification = class extends Notification {
    constructor(title, options) {
        super(title, options);
        document.documentElement.dataset.notified = `${title}: ${options.body}`;
        window.lastNotice = this;
    }
};
"""


def notified(page, words):
    expect(page.locator("html")).to_have_attribute("data-notified", words)


def not_notified(page):
    expect(page.locator("html")).not_to_have_attribute("data-notified", re.compile(""))


@pytest.fixture
def alice(desk):
    alice = desk("alice", path="", permissions=["notifications"])
    alice.page.context.add_init_script(WITNESS)
    alice.open("/preferences/")
    alice.page.get_by_label("Show a notification").check()
    return alice


def test_b8_a_message_is_told_once_by_one_tab_and_a_click_opens_the_ticket(alice, person):
    other = alice.page.context.new_page()
    other.goto(alice.page.url)
    expect(other.locator("live-state[data-state=open]")).to_be_attached()
    expect(other.get_by_label("Show a notification")).to_be_checked()
    person("Paula").say("Where is my parcel?")
    notified(alice.page, "Paula: Where is my parcel?")
    not_notified(other)
    alice.page.evaluate("lastNotice.onclick()")
    expect(alice.message("Where is my parcel?")).to_be_visible()


def test_b8_a_ticket_in_front_of_one_and_what_one_did_not_ask_for_are_not_told(alice, person):
    paula, quinn = person("Paula"), person("Quinn")
    paula.say("Where is my parcel?")
    alice.open()
    alice.row("Paula").click()
    expect(alice.message("Where is my parcel?")).to_be_visible()
    with alice.page.expect_response("**/arrivals/**"):
        paula.say("Hello?")
    expect(alice.message("Hello?")).to_be_visible()
    not_notified(alice.page)
    quinn.say("It is Quinn")
    notified(alice.page, "Quinn: It is Quinn")

    alice.open("/preferences/")
    alice.page.get_by_label("Messages on tickets that nobody has").uncheck()
    with alice.page.expect_response("**/arrivals/**"):
        quinn.say("Another one")
    not_notified(alice.page)


def test_b8_where_the_browser_refuses_it_is_said_why(desk):
    bob = desk("bob", path="/preferences/")
    bob.page.evaluate("Notification.requestPermission = async () => 'denied'")
    bob.page.get_by_label("Show a notification").click()
    expect(bob.page.get_by_role("alert")).to_contain_text("doesn't allow notifications for this site")
    expect(bob.page.get_by_label("Show a notification")).not_to_be_checked()


def test_b9_the_single_keys_can_be_switched_off(desk, person):
    person().say("It is Paula")
    alice = desk("alice", path="/preferences/")
    alice.page.get_by_label("Shortcuts of a single key").uncheck()
    alice.open()
    alice.press("j ? g a")
    expect(alice.row("Paula")).not_to_be_focused()
    expect(alice.page.locator("#keys")).to_be_hidden()
    alice.open("/preferences/").page.get_by_label("Shortcuts of a single key").check()
    alice.open().press("j")
    expect(alice.row("Paula")).to_be_focused()
