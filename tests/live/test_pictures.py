"""E7: pictures that go out: chosen, pasted or dropped, and seen on the customer's phone."""

import base64

import pytest
from playwright.sync_api import expect

from tests.inbox.test_pictures import drawn

pytestmark = pytest.mark.browser
# A file arrives as from another program: out of the clipboard, or under the mouse.
ARRIVES = """([type, name, kind, data]) => {
  const files = new DataTransfer();
  files.items.add(new File([Uint8Array.from(atob(data), (c) => c.charCodeAt(0))], name, { type: kind }));
  const at = document.querySelector(type === "paste" ? "#reply" : "thread-view");
  at.dispatchEvent(type === "paste"
    ? new ClipboardEvent(type, { clipboardData: files, bubbles: true, cancelable: true })
    : new DragEvent(type, { dataTransfer: files, bubbles: true, cancelable: true }));
}"""


@pytest.fixture
def paula(person):
    paula = person("Paula")
    paula.say("The zip broke")
    return paula


@pytest.fixture
def alice(desk, paula):
    return desk("alice", "/tickets/1/?view=all")


def choose(alice, *names, content=None):
    files = [{"name": name, "mimeType": "image/png", "buffer": content or drawn("PNG")} for name in names]
    alice.page.locator("input[name=pictures]").set_input_files(files)


def arrives(alice, how, name="shot.png"):
    data = base64.b64encode(drawn("PNG")).decode()
    alice.page.evaluate(ARRIVES, [how, name, "image/png", data])


def waiting(alice):
    return alice.page.locator(".tray [data-picture]")


def test_chosen_pasted_and_dropped_pictures_reach_the_phone(alice, paula):
    choose(alice, "one.png", "two.png")
    arrives(alice, "paste")
    arrives(alice, "drop")
    expect(waiting(alice)).to_have_count(4)
    expect(alice.page.locator("segment-counter")).to_have_text("MMS · 4 pictures")
    waiting(alice).first.get_by_role("button", name="Remove this picture").click()
    expect(waiting(alice)).to_have_count(3)
    alice.write("Like these?")
    expect(alice.message("Like these?").locator("img")).to_have_count(3)
    expect(waiting(alice)).to_have_count(0)
    expect(alice.delivery("Like these?")).to_have_text("Delivered")
    assert len(paula.wait_for("Like these?")["media"]) == 3


def test_a_picture_needs_no_words_and_sending_waits_for_it(alice, paula):
    held = []
    alice.page.route("**/tickets/1/pictures/", lambda route: held.append(route))
    choose(alice, "one.png")
    expect(alice.page.locator(".picture--coming")).to_have_count(1)
    alice.box.press("Control+Enter")
    expect(alice.page.locator("#entries [data-pending]")).to_have_count(0)
    held.pop().continue_()
    ours = alice.page.locator("#entries .message--ours")
    expect(ours.locator("img")).to_have_count(1)
    expect(ours.locator(".delivery")).to_have_text("Delivered")


def test_what_can_not_be_sent_says_why_and_costs_nothing_else(alice):
    alice.forgive("422")
    alice.box.fill("Half written")
    choose(alice, "fine.png")
    choose(alice, "plan.heic", content=b"x")
    expect(alice.page.get_by_role("alert")).to_contain_text("plan.heic was not added. It is no picture")
    expect(waiting(alice)).to_have_count(1)
    expect(alice.box).to_have_value("Half written")
    alice.page.get_by_role("button", name="Dismiss").click()
    alice.page.reload()
    expect(waiting(alice)).to_have_count(1)


def test_a_lost_connection_loses_no_picture(alice, paula):
    """While it is uploaded, and while the answer is sent: also after a reload the retry takes it along."""
    alice.forgive("ERR_")
    alice.forgive("Failed to fetch")
    page = alice.page
    page.route("**/tickets/1/pictures/", lambda route: route.abort())
    choose(alice, "one.png")
    expect(page.get_by_role("alert")).to_contain_text("one.png could not be uploaded.")
    page.unroute("**/tickets/1/pictures/")
    page.get_by_role("button", name="Try again").click()
    expect(waiting(alice)).to_have_count(1)
    page.route("**/tickets/1/messages/*", lambda route: route.abort())
    alice.write("Look")
    expect(alice.message("Look").get_by_role("button", name="Retry")).to_be_visible()
    page.unroute("**/tickets/1/messages/*")
    page.reload()
    alice.ready()
    expect(alice.message("Look").locator("img")).to_have_count(1)
    expect(waiting(alice)).to_have_count(0)
    alice.message("Look").get_by_role("button", name="Retry").click()
    expect(alice.delivery("Look")).to_have_text("Delivered")
    assert len(paula.wait_for("Look")["media"]) == 1
