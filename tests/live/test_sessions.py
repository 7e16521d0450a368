"""H13 with a phone and two browsers: where somebody stands in an automation moves on by itself, until an agent takes over."""

import pytest
from playwright.sync_api import expect

from automations.models import Automation
from tests.automations.talking import PETS

pytestmark = pytest.mark.browser


@pytest.fixture
def survey(house):
    with house.inside():
        Automation.objects.make(
            house.account, "Pets survey", keywords=["PETS"], script=PETS.as_json()
        ).switch_on()


def test_h13_the_banner_moves_on_an_agent_takes_over_and_the_next_text_is_for_the_team(
    house, survey, desk, person
):
    paula = person("Paula")
    paula.say("Hello there")
    alice, bob = desk("alice"), desk("bob")
    for who in (alice, bob):
        who.row("Hello there").click()
    banner, bobs = alice.page.locator("#session"), bob.page.locator("#session")
    expect(alice.box).to_be_visible()
    expect(banner).to_have_text("")

    alice.button("Start an automation").first.click()
    alice.page.get_by_role("option", name="Pets survey").click()
    expect(bobs).to_contain_text("Pets survey · message 1 of 2, asked just now")
    expect(alice.message("What pet do you have?").locator(".message__origin")).to_have_text(
        "Automation·Pets survey"
    )
    alice.button("Close").click()
    expect(bob.status).to_have_text("Closed")

    paula.wait_for("What pet do you have?")
    paula.say("a hamster")
    expect(banner).to_contain_text("Not understood once")
    paula.say("Cat")
    expect(banner).to_contain_text("message 2 of 2")
    expect(bob.message("Cat").first).to_be_visible()
    expect(bob.thread).to_contain_text("Answer: Cat")
    expect(bob.status).to_have_text("Closed")

    bob.button("Take over").click()
    for who in (alice, bob):
        expect(who.page.locator("#session")).to_have_text("")
        expect(who.has_said("took over: the automation “Pets survey” is over")).to_be_visible()
    paula.say("Large, please")
    expect(alice.status).to_have_text("Open")
    expect(alice.message("Large, please")).to_be_visible()
