"""G1, K1: a person is tagged beside the ticket, and a segment is built of that without leaving the page."""

import pytest
from playwright.sync_api import expect

from campaigns.models import Segment

pytestmark = pytest.mark.browser


def test_g1_k1_from_a_tagged_person_to_a_segment_that_counts_them(desk, person, house):
    person("Paula").say("Do you sell to shops?")
    person("Quinn", consent=False).say("Where is it?")
    alice = desk()
    alice.row("Paula").click()
    expect(alice.message("Do you sell")).to_be_visible()
    alice.button("Tag this person").click()
    alice.page.get_by_role("combobox", name="Find or make a tag").fill("wholesale")
    alice.page.get_by_role("option", name="Make the tag").click()
    expect(alice.button("Remove the tag wholesale from this person")).to_be_visible()

    alice.open("/segments/new/")
    page, people = alice.page, alice.page.locator(".segment__people")
    page.get_by_label("Name", exact=True).fill("Shops")
    page.get_by_label("Tag", exact=True).select_option("wholesale")
    expect(people).to_contain_text("1 person, 1 of them can be texted")
    expect(people).to_contain_text("Paula")

    alice.button("Or…").click()
    expect(page.locator(".rule")).to_have_count(2)
    page.get_by_label("Kind of condition").last.select_option("Tickets")
    expect(people).to_contain_text("2 people, 1 of them can be texted")
    expect(people).to_contain_text("Quinn")
    alice.button("Remove this condition").last.click()
    expect(page.locator(".rule")).to_have_count(1)
    expect(people).to_contain_text("1 person, 1 of them can be texted")
    expect(page.get_by_label("Name", exact=True)).to_have_value("Shops")

    page.get_by_label("Name", exact=True).press("Enter")
    expect(page.locator(".things")).to_contain_text("People who have the tag wholesale")
    expect(page.locator(".segment__count")).to_have_text("1 person")
    with house.inside():
        assert Segment.objects.get().profiles().get().first_name == "Paula"
