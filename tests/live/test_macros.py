"""C13: a macro is found, changed and sent with what it does, by keys alone; a typed shortcut becomes its text."""

import pytest
from playwright.sync_api import expect

from inbox.models import Macro, Tag

pytestmark = pytest.mark.browser


@pytest.fixture
def macros(house):
    """One that closes and tags, one that leaves a gap, one without a text."""
    with house.inside():
        refund = Tag.objects.for_name(house.account, "Refund")
        values = {"shortcut": "refund", "body": "Hi {first_name}, it is on its way.", "afterwards": "close"}
        Macro.objects.make(house.account, name="Refunded", tags=[refund], **values)
        Macro.objects.make(house.account, name="Formal", shortcut="dear", body="Dear {last_name},")
        Macro.objects.make(house.account, name="Spam", tags=[refund], afterwards="close")
    return refund


def opened(desk, person, **more):
    person(**more).say("Hello")
    alice = desk("alice")
    alice.row("Hello").click()
    expect(alice.message("Hello")).to_be_visible()
    return alice


def steps(alice):
    return alice.page.get_by_role("list", name="Done when this is sent").get_by_role("listitem")


def test_m_finds_a_macro_whose_text_is_changed_and_whose_steps_are_taken_with_it(house, desk, person, macros):
    alice = opened(desk, person)
    alice.press("m")
    alice.page.get_by_role("combobox", name="Find a macro").fill("on its way")
    expect(alice.page.get_by_role("option")).to_have_count(1)
    alice.press("Enter")
    expect(alice.box).to_have_value("Hi Paula, it is on its way.")
    expect(alice.box).to_be_focused()
    expect(steps(alice)).to_have_text(["tag Refund", "close"])

    alice.page.keyboard.type(" Bye!")
    alice.page.reload()
    expect(steps(alice)).to_have_text(["tag Refund", "close"])
    alice.button("Don't close").click()
    alice.box.press("Control+Enter")
    expect(alice.delivery("Hi Paula, it is on its way. Bye!")).to_contain_text("Delivered")
    expect(alice.tags).to_have_text(["Refund"])
    expect(alice.status).to_have_text("Open")
    expect(steps(alice)).to_have_count(0)
    with house.inside():
        assert Macro.objects.get(name="Refunded").use_count == 1


def test_a_typed_shortcut_becomes_its_text_and_a_gap_waits_to_be_filled(desk, person, macros):
    alice = opened(desk, person)
    alice.forgive("422")
    alice.box.press_sequentially("Hm. /")
    expect(alice.page.locator("#macro-choices [data-shortcut=dear]")).to_be_attached()
    alice.page.keyboard.type("dear ")
    expect(alice.box).to_have_value("Hm. Dear ⟨last name⟩,")
    alice.box.press("Control+Enter")
    expect(alice.page.get_by_text("⟨last name⟩ is not known of this person")).to_be_visible()
    alice.box.fill("/refund")
    alice.box.press("Tab")
    expect(alice.box).to_have_value("Hi Paula, it is on its way.")
    alice.box.fill("and/or /nothing ")
    expect(alice.box).to_have_value("and/or /nothing ")


def test_a_step_that_is_gone_is_taken_off_and_the_rest_goes_out(house, desk, person, macros):
    alice = opened(desk, person)
    alice.forgive("422")
    alice.press("m")
    alice.page.get_by_role("option", name="Refunded").click()
    expect(steps(alice)).to_have_text(["tag Refund", "close"])
    with house.inside():
        Tag.objects.get(pk=macros.pk).remove()
    alice.box.press("Control+Enter")
    expect(alice.page.get_by_text("A tag was deleted meanwhile, so nothing was done.")).to_be_visible()
    expect(steps(alice)).to_have_text(["close"])
    expect(alice.box).to_have_value("Hi Paula, it is on its way.")
    alice.box.press("Control+Enter")
    expect(alice.status).to_have_text("Closed")


def test_where_no_answer_is_allowed_a_macro_without_one_is_done_at_once(desk, person, macros):
    alice = opened(desk, person, consent=False)
    alice.press("m")
    expect(alice.page.get_by_role("option")).to_have_count(1)
    alice.press("Enter")
    expect(alice.status).to_have_text("Closed")
    expect(alice.tags).to_have_text(["Refund"])
