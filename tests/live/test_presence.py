"""B8: two people with the same ticket open see each other, within a second and without a reload."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
TWO_SECONDS = 2_000


def test_b8_both_see_who_is_there_types_and_leaves(desk, person):
    for name in ("Quinn", "Paula"):
        person(name).say(f"It is {name}")
    alice, bob = desk("alice"), desk("bob")
    for one in (alice, bob):
        one.row("Paula").click()
        expect(one.message("It is Paula")).to_be_visible()
    expect(bob.colleagues).to_contain_text("Alice is viewing this ticket", timeout=TWO_SECONDS)
    expect(alice.colleagues).to_contain_text("Bob is viewing this ticket", timeout=TWO_SECONDS)

    alice.box.press_sequentially("Hel")
    expect(bob.colleagues).to_contain_text("Alice is typing here", timeout=TWO_SECONDS)
    alice.box.press_sequentially("lo")
    alice.box.press("Control+Enter")
    expect(bob.colleagues).to_contain_text("Alice is viewing this ticket", timeout=TWO_SECONDS)

    alice.row("Quinn").click()
    expect(alice.message("It is Quinn")).to_be_visible()
    expect(bob.colleagues).not_to_contain_text("Alice", timeout=TWO_SECONDS)
    expect(alice.colleagues).not_to_contain_text("Bob")

    alice.row("Paula").click()
    expect(bob.colleagues).to_contain_text("Alice", timeout=TWO_SECONDS)
    alice.page.close()
    expect(bob.colleagues).not_to_contain_text("Alice", timeout=TWO_SECONDS)
