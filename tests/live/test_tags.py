"""C11: a ticket is tagged by keys alone, and whoever else has it open sees it at once."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_t_makes_finds_and_removes_tags_live_for_everybody(desk, person):
    person().say("I want a refund")
    alice, bob = desk("alice"), desk("bob")
    for one in (alice, bob):
        one.row("Paula").click()
        expect(one.message("I want a refund")).to_be_visible()
    alice.tag("Refund")
    expect(alice.tags).to_have_text(["Refund"])
    expect(bob.tags).to_have_text(["Refund"])
    alice.tag("vip")
    expect(bob.tags).to_have_text(["Refund", "vip"])

    bob.tag("REF")
    expect(bob.tags).to_have_text(["vip"])
    expect(alice.has_said("Bob removed the tag Refund")).to_be_visible()
    alice.button("Remove the tag vip").click()
    expect(alice.tags).to_have_count(0)
    expect(bob.tags).to_have_count(0)


def test_a_refused_name_stays_to_be_put_right(desk, person):
    person().say("Hello")
    alice = desk("alice")
    alice.forgive("422")
    alice.row("Paula").click()
    expect(alice.message("Hello")).to_be_visible()
    alice.tag("x" * 300)
    expect(alice.page.get_by_role("alert")).to_contain_text("at most 50 characters")
    alice.press("t")
    field = alice.page.get_by_role("combobox", name="Find or make a tag")
    expect(field).to_have_value("x" * 300)
    expect(field).to_be_focused()
