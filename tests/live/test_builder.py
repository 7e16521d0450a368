"""H15: somebody who never did it builds the reference story from nothing, mostly from the keyboard, and switches it on."""

import pytest
from playwright.sync_api import Locator, expect

from automations.models import Automation

pytestmark = pytest.mark.browser

PASTE = """(text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text", text);
    document.activeElement.dispatchEvent(new ClipboardEvent("paste", {clipboardData, bubbles: true, cancelable: true}));
}"""


def box(part: Locator, name: str) -> Locator:
    return part.get_by_role("textbox", name=name, exact=True)


def test_h15_the_reference_story_is_built_from_nothing_and_answers_a_phone(desk, house, person):
    phone = person("Paula")
    alice = desk("alice", "/automations/")
    keys = alice.page.keyboard
    alice.page.get_by_role("button", name="From nothing").click()
    alice.page.wait_for_url("**/draft/")
    alice.ready()
    story = alice.page.locator("#builder")
    box(story, "Name").fill("Pet survey")
    box(story, "Keywords").fill("PETS")
    first, second = (story.get_by_role("region", name=f"Message {number}") for number in (1, 2))
    write_first(first, keys)

    story.get_by_role("button", name="Add a message").click()
    expect(box(second, "Question")).to_be_focused()
    keys.type("How big is your {answers.answer1}?")
    box(second, "Choice 1").focus()
    alice.page.evaluate(PASTE, "Small\nLarge\n")
    expect(box(second, "Choice 2")).to_have_value("Large")
    expect(box(second, "Choice 3")).to_have_count(0)
    second.locator("summary", has_text="of choice 1").click()
    second.get_by_label("Its own recommendation").first.fill("The small bed, {first_name}!")
    box(story, "Recommendation").fill("Thank you, {first_name}!")
    said = alice.page.locator("#automation-said")
    expect(said).to_contain_text("Complete")
    expect(said).to_contain_text("Saved")

    story.get_by_role("button", name="Switch on").click()
    expect(alice.page.get_by_role("heading", name="Pet survey")).to_be_visible()
    with house.inside():
        assert Automation.objects.get().version.keywords == ["PETS"]
    for words in ("pets", "cat", "small"):
        phone.say(words)
    phone.wait_for("The small bed, Paula!")


def write_first(message: Locator, keys) -> None:
    box(message, "Question").fill("What pet do you have?")
    box(message, "Choice 1").focus()
    keys.type("Cat")
    keys.press("Enter")
    keys.type("Dog")
    keys.press("Enter")
    expect(box(message, "Choice 3")).to_be_focused()
    keys.press("Backspace")  # not needed after all
    expect(box(message, "Choice 3")).to_have_count(0)
    expect(box(message, "Choice 2")).to_be_focused()
    expect(box(message, "Choice 2")).to_have_value("Dog")
