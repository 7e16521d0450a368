"""H10: beside the builder an automation is tried on a phone, by what stands on the page, and nothing is sent."""

from dataclasses import replace

import pytest
from playwright.sync_api import expect

from automations.models import Automation
from automations.script import Choice
from tests.automations.talking import PETS
from tests.live import axe

pytestmark = pytest.mark.browser


@pytest.fixture
def pets(house) -> Automation:
    pet, size = PETS.questions
    choices = (Choice("cat", "Cat"), Choice("ham", "Hamster"))
    script = replace(PETS, questions=(replace(pet, choices=choices), size))
    with house.inside():
        return Automation.objects.make(house.account, "Pets", keywords=["PETS"], script=script.as_json())


def test_h10_an_automation_is_tried_while_it_is_written(desk, pets):
    alice = desk("alice", f"/automations/{pets.pk}/draft/")
    page = alice.page
    alice.button("Open the phone").click()
    field, log = page.get_by_label("Text message"), page.get_by_role("log", name="Texts")
    expect(field).to_be_focused()

    def say(words):
        field.fill(words)
        field.press("Enter")
        expect(field).to_have_value("")
        expect(field).to_be_focused()

    say("pets")
    expect(log).to_contain_text("What pet do you have?")
    say("hamstre")
    expect(log).to_contain_text("“hamstre” is one letter from “Hamster”")
    expect(log.locator(".phone__rule")).to_have_text("fuzzy 86 %")
    expect(log).to_contain_text("How big is your Hamster?")

    page.get_by_label("Question").first.fill("Who lives with you?")
    expect(log).to_contain_text("Who lives with you?")
    expect(log).to_contain_text("How big is your Hamster?")

    page.locator("#phone-behind summary").click()
    page.locator("#phone-own summary").click()
    assert not axe.faults_at_all_sizes(page)
    axe.resize(page, axe.SIZES[0])

    alice.button("+24 h").click()
    expect(log).to_contain_text("We gave up. Text PETS to begin again.")
    expect(page.locator("#phone-behind")).to_contain_text("Did not answer in time")
    alice.button("Begin again").click()
    expect(log).to_contain_text("Text PETS to begin.")
    alice.button("PETS", exact=True).click()
    alice.button("1. Cat").click()
    expect(log).to_contain_text("How big is your Cat?")
    expect(field).to_be_focused()
    page.keyboard.press("Escape")
    expect(log).to_be_hidden()
