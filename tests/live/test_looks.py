"""ui.md: the desk on a phone and in the dark."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def fits(page):
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the page scrolls sideways"


def test_on_a_phone_the_list_and_the_ticket_are_two_screens(desk, person):
    paula = person()
    paula.say("Where is my parcel? " * 12)
    alice = desk("alice", **PHONE)
    fits(alice.page)
    alice.row("Paula").tap()
    expect(alice.message("Where is my parcel?")).to_be_visible()
    expect(alice.page.locator("#list")).to_be_hidden()
    fits(alice.page)

    alice.box.fill("On its way")
    expect(alice.button("Send", exact=True)).to_be_in_viewport(ratio=1)
    alice.button("Send", exact=True).tap()
    expect(alice.delivery("On its way")).to_have_text("Delivered")
    expect(alice.message("On its way")).to_be_in_viewport()

    drawer = alice.page.locator("#overview")
    expect(drawer).to_be_hidden()
    alice.button("Overview").tap()
    expect(drawer.get_by_role("heading", name="Consent")).to_be_visible()
    fits(alice.page)
    alice.button("Close the overview").tap()
    expect(drawer).to_be_hidden()

    alice.page.get_by_role("link", name="Back to the list").tap()
    expect(alice.row("Paula")).to_be_visible()
    expect(alice.page.locator("#desk-ticket")).to_be_hidden()


def test_on_a_phone_browsing_back_leads_from_the_ticket_to_the_list(desk, person):
    person().say("Where is my parcel?")
    alice = desk("alice", **PHONE)
    alice.row("Paula").tap()
    expect(alice.message("Where is my parcel?")).to_be_visible()
    alice.page.go_back()
    expect(alice.row("Paula")).to_be_visible()


def test_b10_on_a_phone_all_that_can_be_done_with_a_ticket_is_within_a_thumbs_reach(desk, person):
    person().say("Where is my parcel?")
    alice = desk("alice", **PHONE)
    alice.row("Paula").tap()
    expect(alice.message("Where is my parcel?")).to_be_visible()
    buttons = alice.page.locator("#ticket-head .head__actions").get_by_role("button").filter(visible=True)
    expect(buttons).to_have_count(6)
    for button in buttons.all():
        expect(button).to_be_in_viewport(ratio=1)
        box = button.bounding_box()
        assert box["height"] >= 44 and box["width"] >= 40, button.text_content()

    alice.button("Snooze").tap()
    alice.button("Tomorrow").tap()
    expect(alice.status).to_contain_text("Snoozed until")
    alice.assign("Bob")
    expect(alice.has_said("Alice assigned this ticket to Bob")).to_be_visible()
    alice.button("Tag").tap()
    alice.page.get_by_role("combobox", name="Find or make a tag").fill("vip")
    alice.page.get_by_role("option", name="Make the tag").tap()
    expect(alice.tags).to_have_text(["vip"])
    alice.button("Close").tap()
    expect(alice.button("Reopen")).to_be_visible()
    fits(alice.page)
    alice.button("Mark unread").tap()
    expect(alice.page.locator("#desk-ticket")).to_be_hidden()


def lightness(page) -> float:
    """0 to 1, of the desk's ground as it is painted."""
    shown = """() => {
        const context = new OffscreenCanvas(1, 1).getContext("2d");
        context.fillStyle = getComputedStyle(document.querySelector(".desk__list")).backgroundColor;
        context.fillRect(0, 0, 1, 1);
        return [...context.getImageData(0, 0, 1, 1).data].slice(0, 3).reduce((a, b) => a + b) / 765;
    }"""
    return page.evaluate(shown)


def test_dark_follows_the_system_and_can_be_chosen_for_good(desk, person):
    person().say("Where is my parcel?")
    alice = desk("alice", color_scheme="dark")
    assert lightness(alice.page) < 0.3
    alice.button("appearance and sign-out").click()
    alice.page.get_by_text("Light", exact=True).click()
    assert lightness(alice.page) > 0.9
    alice.page.reload()
    assert lightness(alice.page) > 0.9
