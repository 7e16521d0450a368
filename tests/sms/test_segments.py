"""E7, E12: the number of segments, to the character."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sms.segments import GSM_BASIC, GSM_EXTENSION, measure

CASES = [
    ("", "GSM-7", 0, 160),
    ("a", "GSM-7", 1, 159),
    ("a" * 160, "GSM-7", 1, 0),
    ("a" * 161, "GSM-7", 2, 2 * 153 - 161),
    ("a" * 306, "GSM-7", 2, 0),
    ("a" * 307, "GSM-7", 3, 3 * 153 - 307),
    ("a" * 1600, "GSM-7", 11, 11 * 153 - 1600),
    ("€" * 80, "GSM-7", 1, 0),
    ("€" * 81, "GSM-7", 2, 153 - 1 - 10 + 1),  # 76 pairs fit into 153, and one unit stays free
    ("a" * 152 + "€" + "a" * 7, "GSM-7", 2, 153 - 9),  # the pair is not cut: it opens the second
    ("éèàùäöüñ", "GSM-7", 1, 152),
    ("ç", "UCS-2", 1, 69),
    ("Ç", "GSM-7", 1, 159),
    ("ê" + "a" * 69, "UCS-2", 1, 0),
    ("ê" + "a" * 70, "UCS-2", 2, 2 * 67 - 71),
    ("🐱", "UCS-2", 1, 68),
    ("🐱" * 35, "UCS-2", 1, 0),
    ("🐱" * 36, "UCS-2", 2, 67 - 6),  # 33 cats fill 66 of 67 units, the 67th can't hold half a cat
    ("“quotes”", "UCS-2", 1, 62),
    ("line\nbreak", "GSM-7", 1, 150),
]


@pytest.mark.parametrize(("text", "encoding", "segments", "left"), CASES)
def test_e7_segments_by_hand(text, encoding, segments, left):
    measured = measure(text)
    assert (measured.encoding, measured.segments, measured.left) == (encoding, segments, left)


GSM_TEXT = st.text(st.sampled_from(sorted(GSM_BASIC | GSM_EXTENSION)), max_size=700)


@given(GSM_TEXT)
def test_e7_gsm_text_is_never_charged_as_ucs2_and_never_below_its_units(text):
    measured = measure(text)
    units = len(text) + sum(character in GSM_EXTENSION for character in text)
    assert measured.encoding == "GSM-7"
    assert measured.units == units
    room = 160 if measured.segments <= 1 else 153 * measured.segments
    assert 0 <= measured.left <= room - units
    assert measured.segments == (0 if not units else 1) or units > 160


@given(st.text(max_size=400).filter(lambda text: not (set(text) <= GSM_BASIC | GSM_EXTENSION)))
def test_e7_one_foreign_character_makes_all_of_it_ucs2(text):
    measured = measure(text)
    units = len(text.encode("utf-16-le", "surrogatepass")) // 2
    assert (measured.encoding, measured.units) == ("UCS-2", units)
    if units <= 70:
        assert (measured.segments, measured.left) == (1, 70 - units)
    else:
        # Each segment wastes at most one unit, where a pair did not fit.
        assert -(-units // 67) <= measured.segments <= -(-units // 66)


@given(st.text(max_size=300), st.text(max_size=20))
def test_e7_more_text_never_takes_fewer_segments(text, more):
    assert measure(text + more).segments >= measure(text).segments
