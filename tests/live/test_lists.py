"""B3, B4, B5: a list is narrowed, put in order, saved, and stays true by itself."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


TO_THE_END = """() => {
  const list = document.getElementById("list-body");
  list.scrollTo(0, list.scrollHeight);
  return !document.getElementById("more-rows");
}"""


def names(one) -> list[str]:
    return [row.split("\n")[0].strip() for row in one.page.locator("#rows .row__name b").all_inner_texts()]


def shows(one, *expected: str) -> None:
    expect(one.page.locator("#rows .row__name b")).to_have_text(list(expected))


@pytest.fixture
def three(person):
    """Ada, Ben and Cleo have written, in this order."""
    people = [person(name) for name in ("Ada", "Ben", "Cleo")]
    for one in people:
        one.say("Hello")
    return people


@pytest.mark.parametrize(
    ("sort", "before", "after"),
    [
        ("activity", ["Cleo", "Ben", "Ada"], ["Ada", "Dan", "Cleo", "Ben"]),
        ("waiting", ["Ada", "Ben", "Cleo"], ["Ada", "Ben", "Cleo", "Dan"]),
        ("newest", ["Cleo", "Ben", "Ada"], ["Dan", "Cleo", "Ben", "Ada"]),
        ("oldest", ["Ada", "Ben", "Cleo"], ["Ada", "Ben", "Cleo", "Dan"]),
    ],
)
def test_b5_news_find_their_place_in_every_order(desk, person, three, sort, before, after):
    alice = desk("alice", f"/inbox/all/?sort={sort}")
    shows(alice, *before)
    person("Dan").say("Me too")
    expect(alice.row("Dan")).to_be_visible()
    three[0].say("Are you there?")
    expect(alice.row("Ada")).to_contain_text("Are you there?")
    shows(alice, *after)


def test_b4_filters_are_chosen_kept_under_a_name_and_stay_true(desk, person, three):
    alice, bob = desk("alice", "/inbox/all/"), desk("bob", "/inbox/all/")
    alice.row("Ben").click()
    expect(alice.message("Hello")).to_be_visible()
    alice.press("f")
    form = alice.page.locator("#filters")
    form.get_by_label("Read").select_option("Unread")
    form.get_by_role("button", name="Show the tickets").click()
    shows(alice, "Cleo", "Ada")
    expect(alice.page).to_have_url(re.compile(r"/inbox/all/\?unread=true$"))

    alice.ready().button("Save as view").click()
    saving = alice.page.locator("#saving")
    saving.get_by_label("Name").fill("To read")
    saving.get_by_label("Everybody").check()
    saving.get_by_role("button", name="Save the view").click()
    expect(alice.page.get_by_role("heading", level=1)).to_have_text(re.compile("To read"))
    expect(bob.page.locator("#views a", has_text="To read")).to_be_visible()
    expect(alice.count("To read")).to_have_text("2")

    alice.ready()
    person("Dan").say("New here")
    shows(alice, "Dan", "Cleo", "Ada")
    bob.row("Ada").click()
    shows(alice, "Dan", "Cleo")


def test_b5_a_ticket_that_moves_while_one_scrolls_stands_in_the_list_once(desk, house, person):
    people = [person(f"P{n:02}") for n in range(53)]
    for one in people:
        one.say("Hello")
    alice = desk("alice", "/inbox/all/?sort=waiting")
    expect(alice.rows).to_have_count(50)
    with house.inside():
        first = house.account.tickets.get(profile__first_name="P00")
        # Not through the verb, so that nothing rings: this page has not heard of it when it is scrolled on.
        house.account.tickets.filter(pk=first.pk).update(waiting_since=None)
    # Again and again, as a hand would: a list that is refreshed meanwhile has another end.
    alice.page.wait_for_function(TO_THE_END)
    expect(alice.row("P52")).to_be_visible()
    expect(alice.rows).to_have_count(53)
    assert names(alice)[-1] == "P00"
