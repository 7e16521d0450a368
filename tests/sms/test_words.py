"""E3: the compliance words, in every dress a phone may give them."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sms.words import RESERVED, Word, normalise, reserved

ALL = [(kind, word) for kind, words in RESERVED.items() for word in sorted(words)]


@pytest.mark.parametrize(
    "text", ["STOP", "stop", " Stop ", "Stop.", "STOP!!!", "“stop”", "S​TOP", "stop 🛑", "ＳＴＯＰ", "stop\n"]
)
def test_e3_stop_is_recognised_however_it_is_written(text):
    assert reserved(text) == Word.STOP


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Opt out", Word.STOP),
        ("OPT-OUT", Word.STOP),
        ("optout", Word.STOP),
        ("stop all", Word.STOP),
        ("revoke", Word.STOP),
        ("Arrêt", Word.STOP),
        ("ARRÊTER", Word.STOP),
        ("stopp", Word.STOP),
        ("cancel", Word.STOP),
        ("quit", Word.STOP),
        ("end", Word.STOP),
        ("help?", Word.HELP),
        ("INFO", Word.HELP),
        ("Hilfe", Word.HELP),
        ("Start", Word.START),
        ("yes", Word.START),
        ("UNSTOP", Word.START),
    ],
)
def test_e3_the_words_of_providers_law_and_other_languages(text, word):
    assert reserved(text) == word


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "🛑",
        "Stop please",
        "don't stop",
        "please help me",
        "start over",
        "the end",
        "yes please",
        "stopwatch",
        "1",
    ],
)
def test_e3_only_the_whole_text_counts(text):
    assert reserved(text) is None


def test_e3_no_word_means_two_things():
    words = [word for _, word in ALL]
    assert len(words) == len(set(words))


WRAPPING = st.text(st.sampled_from(" \t\n.,!?…“”\"'()*~🛑😀​‍️"), max_size=6)


@given(st.sampled_from(ALL), WRAPPING, WRAPPING, st.data())
def test_e3_case_and_wrapping_never_matter(kind_and_word, before, after, data):
    kind, word = kind_and_word
    cased = "".join(data.draw(st.sampled_from([c.upper(), c.lower()])) for c in word)
    assert reserved(before + cased + after) == kind


@given(st.text(max_size=200))
def test_e3_normalising_any_text_is_safe_and_final(text):
    normal = normalise(text)
    assert normalise(normal) == normal


@given(st.sampled_from(ALL), st.text(string.ascii_lowercase, min_size=1, max_size=10))
def test_e3_a_further_word_makes_it_another_text(kind_and_word, more):
    text = f"{kind_and_word[1]} zz{more}"
    assert reserved(text) is None
