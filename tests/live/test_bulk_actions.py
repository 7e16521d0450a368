"""B6: rows are chosen and changed by keys or by hand, all that match by the worker, and both are undone."""

import pytest
from playwright.sync_api import expect

from inbox.models import Ticket, bulk_action
from profiles.models import Profile

pytestmark = pytest.mark.browser


def test_b6_x_chooses_e_closes_and_undo_brings_back(desk, person):
    for name in ("Paula", "Quinn", "Sam"):
        person(name).say("Hello")
    alice = desk("alice")
    expect(alice.rows).to_have_count(3)
    alice.press("j x j x")
    expect(alice.picked).to_have_text("2 selected")
    alice.press("Escape")
    expect(alice.picked).to_be_hidden()

    alice.press("x k x e")
    expect(alice.toast).to_contain_text("Closed 2.")
    expect(alice.rows).to_have_count(1)
    alice.button("Undo").click()
    expect(alice.toast).to_contain_text("Undone for 2.")
    expect(alice.rows).to_have_count(3)


def test_b6_all_that_match_are_done_by_the_worker_and_more_can_be_chosen_for_them(desk, house, person):
    person("Paula").say("Hello")
    many_tickets(house, bulk_action.AT_ONCE + 1)
    alice = desk("alice")
    alice.page.locator("#rows").get_by_role("checkbox").first.check()
    alice.page.get_by_role("checkbox", name="Select all shown").check()
    expect(alice.picked).to_have_text("50 selected")
    alice.page.get_by_text("All 202 that match").click()
    expect(alice.picked).to_have_text("202 selected")
    alice.press("a")
    alice.page.locator("#bulk-assign").get_by_role("option", name="Me").click()
    expect(alice.toast).to_contain_text("Assigned 202 to Alice")
    expect(alice.count("My inbox")).to_have_text("202")
    alice.button("Undo").click()
    expect(alice.toast).to_contain_text("Undone for 202.")
    expect(alice.count("My inbox")).to_have_text("0")


def many_tickets(house, count):
    with house.inside():
        channel, account = house.number.channel, house.account
        people = [Profile(account=account, phone=f"+1503556{n:04}") for n in range(count)]
        Profile.objects.bulk_create(people)
        Ticket.objects.bulk_create(
            Ticket(
                account=account,
                channel=channel,
                profile=each,
                number=1000 + n,
                thread_key=each.phone,
                preview="Hi",
            )
            for n, each in enumerate(people)
        )
