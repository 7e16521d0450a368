"""E6, C8 in the browser: a click on a link that was sent shows where one looks, without reload."""

import re

import httpx
import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1"
)


def test_e6_a_click_shows_at_once_below_the_text_and_among_the_events(desk, person):
    alice, paula = desk("alice"), person()
    paula.say("Where do I find it?")
    alice.row("Paula").click()
    alice.page.get_by_label("Answer Paula").fill("Here: https://acme.example/tents")
    alice.page.get_by_role("button", name="Send", exact=True).click()
    sent = alice.page.locator(".message--ours", has_text="/l/")
    expect(sent).to_be_visible()
    short = re.search(r"http://\S+/l/\w{8}", sent.inner_text())
    assert short
    alice.page.get_by_role("heading", name="Events").click()
    expect(alice.page.locator("#recent-events")).to_contain_text("Subscribed")
    answer = httpx.get(short[0], headers={"User-Agent": PHONE}, trust_env=False)
    assert answer.headers["Location"] == "https://acme.example/tents"
    expect(sent).to_contain_text("1 click")
    expect(alice.page.locator("#recent-events")).to_contain_text("acme.example/tents")
