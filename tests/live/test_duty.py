"""D1, C10: at work or away, and two who want the same ticket, as people see it."""

import re

import pytest
from playwright.sync_api import expect

from inbox.models import Duty
from tests.world import person as new_user

pytestmark = pytest.mark.browser


@pytest.fixture
def alice(desk):
    return desk("alice")


def dot(one):
    return one.page.locator("#me .duty-dot")


def test_d1_who_works_is_online_and_the_switch_counts_in_every_tab(alice, desk):
    other = desk("alice")
    expect(dot(alice)).to_have_text("Away")
    alice.page.mouse.move(300, 300)
    for one in (alice, other):
        expect(dot(one)).to_have_text("Online")
    alice.page.locator("#me").click()
    alice.button("Go away").click()
    for one in (alice, other):
        expect(dot(one)).to_have_text("Away")
    other.page.mouse.move(300, 300)
    other.page.locator("#me").click()
    expect(other.page.locator("#me-menu")).to_contain_text("Away since")
    other.button("Go online").click()
    for one in (alice, other):
        expect(dot(one)).to_have_text("Online")


def test_c10_who_comes_second_is_told_and_the_word_stays_until_they_act(alice, person, desk):
    """Bob has the menu open when Alice takes the ticket. What happens besides does not sweep the word away."""
    paula, bob = person(), desk("bob")
    paula.say("Where is my parcel?")
    for one in (alice, bob):
        one.row("Paula").click()
        expect(one.message("Where is my parcel?")).to_be_visible()
    bob.forgive("422")
    bob.press("a")
    expect(bob.assignees.filter(has_text="Alice")).to_be_visible()
    alice.assign("Me")
    expect(bob.has_said("Alice took this ticket")).to_be_visible()
    bob.assignees.filter(has_text="Me").click()
    told = bob.page.get_by_role("alert")
    expect(told).to_contain_text("Alice took this ticket")
    paula.say("Hello?")
    expect(bob.message("Hello?")).to_be_visible()
    expect(told).to_contain_text("Alice took this ticket")
    bob.button("Take it over").click()
    expect(bob.has_said("Bob took this ticket")).to_be_visible()
    expect(told).to_have_count(0)


def test_c10_the_menu_is_narrowed_by_typing_and_works_by_keys_alone(house, person, desk):
    with house.inside():
        user = new_user("Élodie", f"elodie@{house.mark}.example")
        Duty.objects.of(house.account.memberships.create(user=user, role="support")).go_online()
    person().say("Where is my parcel?")
    alice = desk("alice")
    alice.row("Paula").click()
    expect(alice.message("Where is my parcel?")).to_be_visible()
    alice.press("a")
    expect(alice.assignees).to_have_text([re.compile(name) for name in ("Me", "Bob", "Élodie")])
    expect(alice.assignees.filter(has_text="Élodie")).to_contain_text("Online")
    alice.page.keyboard.type("elo")
    expect(alice.assignees).to_contain_text(["Élodie"])
    alice.press("Enter")
    expect(alice.has_said("Alice assigned this ticket to Élodie")).to_be_visible()
    alice.press("a")
    alice.page.keyboard.type("xyz")
    expect(alice.page.get_by_text("No member has this name.")).to_be_visible()
    alice.press("Enter Escape a")  # Enter takes nothing
    expect(alice.assignees.last).to_contain_text("Nobody")
    alice.press("ArrowUp Enter")
    expect(alice.has_said("Alice put this ticket back to Unassigned")).to_be_visible()


def test_d1_a_text_goes_to_one_who_is_at_work_live_and_to_nobody_who_is_away(house, person, desk):
    with house.inside():
        house.account.round_robin = True
        house.account.save_options(["round_robin"])
    alice, bob = desk("alice", path="/inbox/mine/"), desk("bob", path="/inbox/mine/")
    for one in (alice, bob):
        one.page.mouse.move(300, 300)
        expect(dot(one)).to_have_text("Online")
    person("Paula").say("Where is my parcel?")
    person("Quinn").say("It broke")
    for one in (alice, bob):
        expect(one.rows).to_have_count(1)
    alice.page.locator("#me").click()
    alice.button("Go away").click()
    expect(dot(alice)).to_have_text("Away")
    person("Rosa").say("Hello")
    expect(bob.row("Rosa")).to_be_visible()
    expect(bob.rows).to_have_count(2)
    expect(alice.rows).to_have_count(1)
