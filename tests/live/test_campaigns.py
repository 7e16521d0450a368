"""G1: a campaign from the first word to the last phone, as a manager and three customers live it."""

import re

import pytest
from playwright.sync_api import expect

from tests.live.axe import faults_at_all_sizes

pytestmark = pytest.mark.browser


def test_g1_a_campaign_is_written_tried_reviewed_sent_and_read(desk, person):
    paula, quinn, sam = person("Paula"), person("Quinn"), person("Sam", consent=False)
    alice = desk("alice", "/campaigns/")
    alice.page.get_by_role("link", name="Write the first one").click()
    alice.ready()
    alice.page.get_by_label("Name", exact=True).fill("Spring sale")
    alice.page.get_by_role("textbox", name="Text").fill("20 % off, {first_name}! Reply STOP to unsubscribe.")
    expect(alice.page.locator(".phone__bubble")).to_contain_text("20 % off, Sam!")
    alice.page.get_by_label("As this person would get it").select_option(label="Paula")
    expect(alice.page.locator(".phone__bubble")).to_contain_text("20 % off, Paula!")
    expect(alice.page.locator("#campaign-preview")).to_contain_text(re.compile(r"People\s*2"))

    alice.page.get_by_label("Your own phone").fill(sam.number)
    alice.button("Save and send a test").click()
    sam.wait_for("Test: ")

    alice.button("Review and send").click()
    expect(alice.page.get_by_role("heading", name="It begins at once")).to_be_visible()
    alice.button("Send to 2 people").click()
    for phone, name in ((paula, "Paula"), (quinn, "Quinn")):
        assert f"20 % off, {name}!" in phone.wait_for("20 % off", seconds=20)["body"]
    expect(alice.page.locator("#campaign-progress .tag")).to_have_text("Sent", timeout=20_000)
    assert len(sam.received()) == 1, "who has given no consent gets the test text alone"

    paula.say("Nice!")
    alice.open()
    alice.row("Paula").click()
    expect(alice.message("20 % off, Paula!")).to_contain_text("Spring sale")


def test_g1_b9_pause_holds_and_cancel_ends_it_on_pages_for_everybody(desk, person):
    phones = [person(name) for name in ("Paula", "Quinn", "Sue", "Tom", "Uma", "Vera")]
    alice = desk("alice", "/campaigns/new/")
    alice.page.get_by_label("Name", exact=True).fill("Sale")
    alice.page.get_by_role("textbox", name="Text").fill("Sale!")
    alice.button("Review and send").click()
    alice.button("Send to 6 people").click()
    alice.button("Pause").click()
    expect(alice.page.get_by_role("heading", name="Nothing leaves just now")).to_be_visible()
    alice.button("Cancel…").click()
    alice.button("Cancel the campaign").click()
    expect(alice.page.locator("#campaign-progress .tag")).to_have_text("Cancelled")
    assert sum(len(phone.received()) for phone in phones) < 6
    found = faults_at_all_sizes(alice.page)
    for path in ("/campaigns/", "/campaigns/new/"):
        alice.open(path)
        found += faults_at_all_sizes(alice.page)
    assert not found, "\n".join(found)
