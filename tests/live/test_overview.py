"""C8, C15 in the browser: the panel's parts stay as one left them, and the history grows while one looks at it."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_c15_the_history_is_fetched_on_opening_grows_live_and_stands_open_again(desk, person):
    alice, bob = desk("alice"), desk("bob")
    person().say("Where is my parcel?")
    for one in (alice, bob):
        one.row("Paula").click()
    history, part = alice.page.locator("#history"), alice.page.get_by_role("heading", name="History")
    expect(history).not_to_be_visible()
    part.click()
    expect(history.get_by_text("The customer started the conversation")).to_be_visible()
    bob.assign("Me")
    expect(history.get_by_role("listitem").first).to_contain_text("Bob took this ticket")
    expect(history.get_by_role("listitem")).to_have_count(2)
    alice.page.reload()
    expect(alice.ready().page.locator("#history")).to_contain_text("Bob took this ticket")
