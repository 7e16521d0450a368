"""K3 in two browsers: one blocks, the other sees it at once, and what the blocked person writes rings for nobody."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_k3_one_blocks_and_both_see_it_and_unblocking_brings_the_ticket_back(desk, person):
    alice, bob, paula = desk("alice"), desk("bob"), person()
    paula.say("You will hear from me")
    for one in (alice, bob):
        one.row("Paula").click()
    alice.button("More about this person").click()
    alice.button("Block this person…").click()
    expect(alice.page.get_by_label("Reason")).to_be_focused()
    alice.page.keyboard.type("Threats")
    alice.page.keyboard.press("Enter")
    expect(alice.page.locator("dialog:modal")).to_have_count(0)
    for one in (alice, bob):
        expect(one.refusal).to_contain_text("This person is blocked")
        expect(one.status).to_have_text("Closed")
        expect(one.has_said("Alice blocked this person: “Threats”")).to_be_visible()
        expect(one.badge).to_have_count(0)
    paula.say("Answer me!")
    for one in (alice, bob):
        expect(one.message("Answer me!")).to_be_visible()
        expect(one.status).to_have_text("Closed")
        expect(one.badge).to_have_count(0)
    bob.page.locator("#refusal").get_by_role("button", name="Unblock").click()
    for one in (alice, bob):
        expect(one.box).to_be_visible()
        expect(one.status).to_have_text("Open")
    paula.say("Thank you")
    expect(alice.row("Thank you")).to_be_visible()
    expect(alice.page.locator("#ticket-head")).not_to_contain_text(re.compile("blocked"))
