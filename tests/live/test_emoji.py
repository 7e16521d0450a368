"""E7: an emoji is found by its name and put where one writes, by keys alone, in an answer and in a note."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_an_emoji_is_found_by_name_and_put_at_the_caret(desk, person):
    person().say("Hello")
    alice = desk("alice")
    alice.row("Hello").click()
    alice.box.fill("Thanks! See you")
    alice.box.evaluate("(box) => box.setSelectionRange(7, 7)")
    alice.button("Emoji").click()
    field, options = (
        alice.page.get_by_role("combobox", name="Find an emoji"),
        alice.page.get_by_role("option"),
    )
    expect(field).to_be_focused()
    field.fill("party pop")
    expect(options).to_have_count(1)
    field.press("Enter")
    expect(alice.box).to_have_value("Thanks!🎉 See you")
    expect(alice.box).to_be_focused()

    alice.button("Emoji").click()
    expect(alice.page.get_by_role("group", name="used lately").get_by_role("option")).to_have_text(["🎉"])
    for key in ("ArrowDown", "ArrowRight", "ArrowRight", "ArrowLeft", "Enter"):
        field.press(key)
    expect(alice.box).to_have_value("Thanks!🎉😃 See you")
    alice.button("Emoji").click()
    field.fill("no such thing")
    expect(alice.page.get_by_text("No emoji is called that.")).to_be_visible()
    field.press("Escape")

    alice.page.get_by_text("Note", exact=True).click()
    alice.button("Emoji").click()
    alice.page.get_by_role("option", name="party popper").first.click()
    expect(alice.page.locator("#note")).to_have_value("🎉")


def test_emoji_that_can_not_be_had_say_so(desk, person):
    person().say("Hello")
    alice = desk("alice")
    alice.forgive("ERR_FAILED")
    alice.row("Hello").click()
    alice.page.route("**/emoji*.json", lambda route: route.abort())
    alice.button("Emoji").click()
    expect(alice.page.get_by_text("The emoji could not be loaded.")).to_be_visible()
    alice.page.unroute("**/emoji*.json")
    alice.press("Escape")
    alice.button("Emoji").click()
    expect(alice.page.get_by_role("option", name="grinning face", exact=True)).to_be_visible()
