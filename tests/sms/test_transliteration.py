"""E7: what makes a text cost more than it must, in English, French, German and Spanish. Letters that GSM-7 has stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sms.segments import GSM_BASIC, GSM_EXTENSION, measure
from sms.transliteration import ALL, MARKS, TABLE, offer, plain

GSM = GSM_BASIC | GSM_EXTENSION
LONG = " Your order will be at your door tomorrow between nine and twelve o'clock."

# The text, with marks written plainly, and with letters too.
CASES = [
    ("“It’s here” – at last…", '"It\'s here" - at last...', None),
    ("Don’t miss it — 50 % off", "Don't miss it - 50 % off", None),
    ("A\u00a0gap, a\u202fthin one, a\u200bzero one", "A gap, a thin one, azero one", None),
    ("• one\n• two", "- one\n- two", None),
    ("«\u00a0Bonjour\u00a0», dit l’été", '"Bonjour", dit l\'été', None),
    ("Ça va\u202f? Élève, où, à, ù, è, é", "Ça va ? Élève, où, à, ù, è, é", "Ça va ? Élève, où, à, ù, è, é"),
    ("français, forêt, maître, hôtel, août", None, "francais, foret, maitre, hotel, aout"),
    ("cœur, Œuvre, naïve, Noël", None, "coeur, OEuvre, naive, Noel"),
    ("„Schöne Grüße“ aus Köln – ß", '"Schöne Grüße" aus Köln - ß', None),
    ("»Ärger« ‚heute‘", "\"Ärger\" 'heute'", None),
    ("STRAẞE", None, "STRASSE"),
    ("¿Qué tal, señor? ¡Aquí!", None, "¿Qué tal, señor? ¡Aqui!"),
    ("mañana, corazón, también, Perú", None, "mañana, corazon, también, Peru"),
    ("“El niño”…", '"El niño"...', None),
    ("Łódź, Škoda, İstanbul, Ștefan", None, "Lodz, Skoda, Istanbul, Stefan"),
    ("e\u0301te\u0301 (decomposed)", "été (decomposed)", None),
    ("Plain as it is: é è à ù ä ö ü ñ Ç € ß", "Plain as it is: é è à ù ä ö ü ñ Ç € ß", None),
]


@pytest.mark.parametrize(("text", "marks", "letters"), CASES)
def test_e7_written_plainly(text, marks, letters):
    if marks is not None:
        assert plain(text) == marks
    assert plain(text, letters=True) == (letters if letters is not None else marks)


@pytest.mark.parametrize("letter", "éèàùìòäöüñÄÖÜÑÉÇåÅæÆøØß¿¡§£¥€")
def test_e7_what_gsm_has_is_never_touched(letter):
    assert letter in GSM
    assert plain(letter, letters=True) == letter


def test_e7_the_table_replaces_only_what_changes_the_encoding_and_by_what_does_not():
    for found, instead in ALL.items():
        assert set(found) - GSM, found
        assert set(instead) <= GSM, found
    assert not set(MARKS) & set(TABLE["letters"])


def test_e7_smart_quotes_are_offered_to_be_replaced_when_it_saves_a_segment():
    found = offer("“Hi”" + LONG)
    assert (found.characters, found.letters, found.segments) == (["“", "”"], False, 1)
    assert found.body == '"Hi"' + LONG


def test_e7_letters_are_the_second_choice_and_said_to_be():
    found = offer("Ta commande est prête – à demain." + LONG)
    assert (found.characters, found.letters) == (["ê", "–"], True)
    assert "prete - à demain" in found.body


@pytest.mark.parametrize(
    "text",
    ["", "All plain" + LONG, "“short”", "“Hi” 🎉" + LONG, "“Привет”" + LONG, "ê" * 70],
    ids=["empty", "plain", "one segment anyway", "emoji", "cyrillic", "one segment of letters"],
)
def test_e7_nothing_is_offered_where_it_saves_nothing(text):
    assert offer(text) is None


@given(st.text(max_size=200), st.booleans())
def test_e7_writing_plainly_never_makes_a_text_dearer_in_encoding(text, letters):
    made = plain(text, letters)
    if measure(text).encoding == "GSM-7":
        assert made == text
    assert plain(made, letters) == made
