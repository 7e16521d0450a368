"""E7: the composer counts as the server does."""

import pytest
from playwright.sync_api import expect

from sms.segments import measure

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
