"""E7: the composer counts as the server does."""

from dataclasses import asdict

import pytest
from playwright.sync_api import expect

from sms.coupon_codes import Codes
from sms.models import CouponPool
from sms.segments import measure
from sms.transliteration import offer

pytestmark = pytest.mark.browser
LENGTHS = [
    1,
    66,
    67,
    68,
    69,
    70,
    71,
    133,
    134,
    135,
    152,
    153,
    154,
    159,
    160,
    161,
    201,
    202,
    305,
    306,
    307,
    1599,
    1600,
]
TABLE = [
    "",
    *("a" * length for length in LENGTHS),
    *("я" * length for length in (1, 69, 70, 71, 134, 135, 201, 202)),
    *("€" * length for length in (1, 79, 80, 81, 152, 153, 154)),
    *("a" * before + "€" + "b" * 100 for before in (151, 152, 153, 158, 159)),
    *("я" * before + "😀" + "я" * 70 for before in (65, 66, 67, 68)),
    *("😀" * count for count in (1, 33, 34, 35, 67)),
    "[]{}\\^~|€\f",
    "line\nbreak\r\nand more",
    "ÄÖÜäöüßñé è ì ò à Ç Ø å Δ Φ Γ",
    "ç is not in it, Ç is",
    "“curly quotes” — and a dash…",
    "👩‍👩‍👧‍👦 is one to the eye",
    "🇩🇪🇫🇷" * 20,
    "e\u0301 and é",
    "\u00a0no-break",
]


def test_the_browser_counts_as_the_server_does(desk):
    assert len(TABLE) >= 60
    page = desk("alice").page
    script = """async (texts) => {
        const { count } = await import("desk/segments");
        return texts.map((text) => count(text));
    }"""
    for text, counted in zip(TABLE, page.evaluate(script, TABLE), strict=True):
        measured = measure(text)
        assert counted == {
            "encoding": measured.encoding,
            "segments": measured.segments,
            "units": measured.units,
            "left": measured.left,
        }, repr(text)


def test_the_counter_follows_what_is_typed(desk, person):
    person().say("Hello")
    alice = desk("alice")
    alice.row("Paula").click()
    counter = alice.page.locator("segment-counter")
    expect(counter).to_be_empty()
    alice.box.fill("a" * 161)
    expect(counter).to_have_text("145 left · 2 segments · GSM-7")
    alice.box.press_sequentially("я")
    expect(counter).to_have_text("39 left · 3 segments · UCS-2")
    alice.box.fill("a" * 1603)
    expect(counter).to_have_text("3 characters too many")


OFFERED = [
    "“It’s here” – at last…" + "a" * 60,
    "«\u00a0Bonjour\u00a0», dit l’été à Köln" + "a" * 60,
    "Ta forêt, ton cœur – ça va ?" + "a" * 60,
    "mañana, corazón, señor" + "a" * 60,
    "e\u0301te\u0301" + "a" * 80,
    "“Hi” 🎉" + "a" * 80,
    "“short”",
    "plain",
    "",
]


def test_e7_the_browser_offers_what_the_server_would(desk, person):
    """One table, two readers."""
    person().say("Hello")
    page = desk("alice").page
    page.locator("#rows a[data-row]").click()
    expect(page.locator("text-hints")).to_be_attached()
    script = """async (texts) => {
        const { offer } = await import("desk/transliteration");
        const src = document.querySelector("text-hints").getAttribute("table");
        return Promise.all(texts.map((text) => offer(text, src)));
    }"""
    for text, offered in zip(OFFERED, page.evaluate(script, OFFERED), strict=True):
        expected = offer(text)
        assert offered == (expected and asdict(expected)), repr(text)


def test_e7_replaced_filled_with_a_coupon_and_sent(desk, person, house):
    """Type, see the segments, replace what makes them many, add a coupon, send: the phone has the code."""
    with house.inside():
        CouponPool.objects.make(house.account, "Spring").add(Codes(["SAVE-4711"], []))
    phone = person()
    phone.say("Hello")
    alice = desk("alice")
    alice.row("Paula").click()
    counter = alice.page.locator("#composer-form segment-counter")
    alice.box.fill("“Sorry” – this is for you: " + "a" * 50)
    expect(counter).to_have_text("57 left · 2 segments · UCS-2")
    expect(alice.page.get_by_text("“ ” – make it 2 segments instead of 1.")).to_be_visible()
    alice.button("Replace them").click()
    expect(counter).to_have_text("83 left · 1 segment · GSM-7")
    alice.button("Coupon", exact=True).click()
    alice.page.get_by_role("option", name="Spring").click()
    expect(counter).to_have_text("73 left · 1 segment · GSM-7")
    alice.box.press("Control+Enter")
    expect(alice.message("SAVE-4711")).to_be_visible()
    phone.wait_for("SAVE-4711")
    alice.forgive("status of 422")
    alice.write("{coupon.spirng}")
    expect(alice.page.get_by_text("There is no variable {coupon.spirng}").first).to_be_visible()
    expect(alice.box).to_have_value("{coupon.spirng}")
