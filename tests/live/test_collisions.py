"""B8: two people answer one customer at once, and neither is surprised."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_b8_a_colleagues_answer_meanwhile_is_shown_before_mine_is_sent(desk, person):
    paula = person()
    paula.say("Where is my parcel?")
    alice, bob = desk("alice", "/tickets/1/?view=all"), desk("bob", "/tickets/1/?view=all")
    bob.forgive("422")
    expect(bob.message("Where is my parcel?")).to_be_visible()
    bob.box.fill("It left on Monday")
    alice.write("It is lost, I send a new one")
    expect(bob.message("It is lost")).to_be_visible()
    bob.box.press("Control+Enter")
    told = bob.page.get_by_role("alert").filter(has_text="Alice answered while you were writing")
    expect(told).to_contain_text("It is lost, I send a new one")
    expect(bob.box).to_have_value("It left on Monday")
    expect(bob.message("It left on Monday")).to_have_count(0)
    bob.box.fill("Sorry for that")
    bob.button("Send anyway").click()
    for one in (alice, bob):
        expect(one.message("Sorry for that")).to_be_visible()
    expect(told).to_have_count(0)
    expect(bob.box).to_be_empty()
