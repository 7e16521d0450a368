"""The main job, as a new user would try it: phone and desk side by side."""

import re

import pytest
from playwright.sync_api import expect

from tests.world import PASSWORD

pytestmark = pytest.mark.browser


def sign_in(page, house):
    page.goto(house.base_url)
    page.get_by_label("Email").fill(house.alice.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Inbox")).to_be_visible()


def got(paula, count):
    """The answers to keywords come a moment later; only then does she write on."""
    paula.carrier.wait_until(lambda: len(paula.received()) == count)


def test_text_answer_stop_start_answer_close_and_a_further_text(house, desk):
    alice = desk("alice", path=None)
    alice.page.context.clear_cookies()
    sign_in(alice.page, house)
    alice.open()
    paula = house.phone("Paula")

    paula.text(
        "JOIN", to=house.address
    )  # no keyword of this account: a conversation, by somebody without consent
    alice.row("JOIN").click()
    expect(alice.refusal).to_contain_text("Not subscribed to texts")
    paula.text("start", to=house.address)
    expect(alice.box).to_be_visible()
    got(paula, 1)

    paula.text("Where is my parcel?", to=house.address)
    expect(alice.message("Where is my parcel?")).to_be_visible()
    alice.write("On its way")
    expect(alice.delivery("On its way")).to_have_text("Delivered")

    alice.box.fill("Half a sentence")
    paula.text("Stop!", to=house.address)
    expect(alice.refusal).to_contain_text("Opted out")
    expect(alice.box).to_have_count(0)
    expect(alice.message("You are unsubscribed")).to_be_visible()
    got(paula, 3)
    expect(alice.page.locator("#overview-body .tag", has_text="Opted out")).to_be_attached()

    paula.text("START", to=house.address)
    expect(alice.box).to_have_value("Half a sentence")
    got(paula, 4)
    alice.write("It arrives tomorrow")
    expect(alice.delivery("It arrives tomorrow")).to_have_text("Delivered")

    alice.page.locator("#ticket-head").get_by_role("button", name=re.compile("^Close")).click()
    expect(alice.status).to_have_text("Closed")
    paula.text("Thank you!", to=house.address)
    expect(alice.status).to_have_text("Open")
    expect(alice.message("Thank you!")).to_be_visible()

    said = [(text["mine"], text["body"].partition(": ")[2] or text["body"]) for text in paula.thread()]
    assert said == [
        (True, "JOIN"),
        (True, "start"),
        (False, "You are subscribed. Reply HELP for help, STOP to unsubscribe."),
        (True, "Where is my parcel?"),
        (False, "On its way"),
        (True, "Stop!"),
        (False, "You are unsubscribed and will get no more texts. Reply START to subscribe again."),
        (True, "START"),
        (False, "You are subscribed. Reply HELP for help, STOP to unsubscribe."),
        (False, "It arrives tomorrow"),
        (True, "Thank you!"),
    ]
    assert alice.page.locator("#entries > .message").count() == len(said)
