"""G2: a flow is built in the browser without leaving the page, switched on, and its text arrives on a phone."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_g2_a_flow_is_built_switched_on_and_greets_who_subscribes(desk, person):
    phone = person("Paula", consent=False)
    alice = desk("alice", "/flows/")
    page = alice.page
    page.get_by_role("textbox", name="Name", exact=True).fill("Welcome")
    alice.button("Make a flow").click()
    alice.ready()
    said = page.locator("#flow-said")
    expect(said).to_contain_text("Choose the event that starts it.")

    page.get_by_label("Starts when this happens").fill("Subscribed")
    page.get_by_role("group", name="Add a step here").first.get_by_role("button", name="Text").click()
    text = page.get_by_role("textbox", name="Text")
    expect(text).to_be_focused()
    expect(said).to_contain_text("Write the text.")
    text.press_sequentially("Hi {first_nam}")
    expect(said).to_contain_text("There is no variable {first_nam}.")
    expect(text).to_have_value("Hi {first_nam}")
    text.fill("Hi {first_name}, welcome!")
    expect(said).to_contain_text("Complete")

    page.get_by_role("group", name="Add a step here").first.get_by_role("button", name="Wait").click()
    expect(page.get_by_label("How many")).to_be_focused()
    page.get_by_role("button", name="Move down").first.click()
    expect(page.locator(".node--wait + .adder + .node--end")).to_be_visible()
    expect(text).to_have_value("Hi {first_name}, welcome!")
    page.get_by_label("Number or name").fill("Paula")
    alice.button("Show").click()
    expect(page.locator("#rehearsal")).to_contain_text("No consent")

    alice.button("Switch on").click()
    expect(page.get_by_role("heading", name="Welcome")).to_contain_text("On")
    phone.say("START")
    expect(page.locator("#flow-results")).to_contain_text("1 delivered", timeout=20_000)
    expect(page.locator("#results")).to_contain_text("Delivered")
    assert phone.received()[-1].endswith("Hi Paula, welcome!")
    page.get_by_role("link", name="Change").click()
    expect(said).to_contain_text("This is what is on.")
