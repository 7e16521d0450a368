"""B8, C17: a browser that loses its connection says so, loses nothing, and catches up without a reload."""

import pytest
from playwright.sync_api import expect

from tests.live.wire import Wire

pytestmark = pytest.mark.browser


@pytest.fixture
def wire(stack):
    wire = Wire(stack.running.port)
    yield wire
    wire.remove()


@pytest.fixture
def paula(person):
    phone = person()
    phone.say("Where is my parcel?")
    return phone


@pytest.fixture
def alice(desk, wire, paula):
    alice = desk("alice", base_url=wire.base_url)
    alice.row("Paula").click()
    expect(alice.message("Where is my parcel?")).to_be_visible()
    for words in ("net::ERR_", "htmx:error: Failed to fetch"):
        alice.forgive(words)
    return alice


def strip(alice):
    return alice.page.locator("live-state .notice")


def test_what_came_while_away_appears_without_a_reload(alice, paula, wire):
    alice.page.evaluate("window.sameNow = true")
    wire.cut()
    paula.say("Hello?")
    expect(strip(alice)).to_contain_text("Connection lost")
    expect(alice.message("Hello?")).to_have_count(0)
    wire.mend()
    expect(alice.message("Hello?")).to_be_visible()
    expect(alice.row("Hello?")).to_be_visible()
    expect(strip(alice)).to_be_hidden()
    assert alice.page.evaluate("window.sameNow")


def test_a_short_break_is_not_worth_a_word(alice, paula, wire):
    wire.cut()
    paula.say("Hello?")
    wire.mend()
    expect(alice.message("Hello?")).to_be_visible()
    expect(strip(alice)).to_be_hidden()


def test_an_answer_written_while_away_waits_and_is_sent_once_by_retry(alice, paula, wire):
    wire.cut()
    alice.write("On its way")
    expect(alice.message("On its way")).to_contain_text("Not sent.")
    expect(alice.box).to_be_empty()
    alice.message("On its way").get_by_role("button", name="Retry").click()
    expect(alice.message("On its way")).to_contain_text("Not sent.")
    wire.mend()
    alice.ready()
    alice.message("On its way").get_by_role("button", name="Retry").click()
    expect(alice.delivery("On its way")).to_have_text("Delivered")
    expect(alice.message("On its way")).to_have_count(1)
    assert paula.received() == ["On its way"]


def test_an_answer_that_waits_survives_a_reload(alice, paula, wire):
    wire.cut()
    alice.write("On its way")
    expect(alice.message("On its way")).to_contain_text("Not sent.")
    wire.mend()
    alice.page.reload()
    alice.ready()
    expect(alice.message("On its way")).to_contain_text("Not sent.")
    alice.message("On its way").get_by_role("button", name="Retry").click()
    expect(alice.delivery("On its way")).to_have_text("Delivered")
    alice.page.reload()
    expect(alice.message("On its way")).to_have_count(1)
    assert paula.received() == ["On its way"]
