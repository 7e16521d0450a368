"""H1, H10, H12, B9: what is wrong is said while one types, the conversation is drawn, and variables are put in by a click."""

import pytest
from playwright.sync_api import expect

from tests.live.axe import faults, faults_at_all_sizes

pytestmark = pytest.mark.browser


def test_h12_what_one_types_is_checked_drawn_and_shown_at_once(desk, person):
    person("Paula")
    alice = desk("alice", "/automations/templates/")
    page = alice.page
    page.get_by_role("button", name="Survey").click()
    keywords, said = page.get_by_label("Keywords"), page.locator("#automation-said")
    keywords.press_sequentially("STOP")
    expect(page.locator("#said-keywords")).to_contain_text("“STOP” unsubscribes whoever texts it")
    expect(said).to_contain_text("Before it can be switched on")
    keywords.fill("OPINION")
    expect(said).to_contain_text("Ready to be switched on.")
    expect(page.locator("#automation-tree")).to_contain_text("OPINION")

    text = page.get_by_label("Question").first
    text.fill("Hi")
    page.get_by_role("button", name="Insert a variable").first.click()
    page.get_by_role("option", name="first_name").wait_for()
    assert not faults(page, within="#variables")
    page.keyboard.type("first")
    page.keyboard.press("Enter")
    expect(text).to_have_value("Hi {first_name}")
    expect(text).to_be_focused()
    shown = page.locator("[id^=preview-]").filter(has_text="Hi {first_name}")
    expect(shown).to_contain_text("Variables are not filled in here.")
    page.get_by_label("Show the texts as they reach").fill("Paula")
    expect(page.locator("[id^=preview-]").filter(has_text="Hi Paula")).to_contain_text(
        "As Paula would get it"
    )
    found = faults_at_all_sizes(page)
    assert not found, "\n".join(found)
