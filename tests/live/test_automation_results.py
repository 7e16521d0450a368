"""H12: what comes of an automation is seen as it comes, and a word that was not understood becomes a synonym."""

import pytest
from playwright.sync_api import expect

from automations.models import Automation
from tests.automations.talking import PETS
from tests.live.test_axe import look

pytestmark = pytest.mark.browser


def test_h12_results_come_live_and_a_word_becomes_a_synonym(desk, house, person):
    paula = person("Paula")
    with house.inside():
        automation = Automation.objects.make(house.account, "Pets", keywords=["PETS"], script=PETS.as_json())
        automation.switch_on()
    path = f"/automations/{automation.pk}/"
    alice = desk("alice", path)
    outcome = alice.page.locator("#outcome")
    expect(outcome).to_contain_text("Nobody entered yet")
    paula.say("PETS")
    expect(outcome).to_contain_text("1 asked and still silent", timeout=20_000)
    paula.say("kitty")
    expect(outcome).to_contain_text("1 answer of 1 person was not understood", timeout=20_000)

    alice.page.get_by_role("link", name="Look at the words").click()
    words = alice.page.locator("#not-understood")
    words.get_by_text("kitty").click()
    words.get_by_role("button", name="Try it").click()
    expect(words).to_contain_text("1 more answer of the last 90 days would have been understood")
    words.get_by_role("button", name="Add “kitty”").click()
    expect(words).to_contain_text("“kitty” means “Cat” in the draft.")
    expect(words).to_contain_text("the draft understands all of it")
    assert not look(alice.page, house.url(path))
