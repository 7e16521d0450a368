"""What the builder says of choices before anybody answers: texts that collide, short ones inside everyday words."""

import pytest

from automations.collisions import Collision, Kind, collisions, hidden_in_words
from automations.matching import match
from automations.matching.reading import Doubt
from automations.matching.vocabulary import EVERYDAY
from automations.matching.wording import Wording


@pytest.mark.parametrize(
    "choices",
    [
        [["Cat"], ["Dog"]], [["Cat", "kitty"], ["Dog", "puppy"]], [["Cat"], ["Cat food"]], [["1. Cat"], ["2. Dog"]],
        [["One"], ["Two"]], [["1 cat"], ["2 cats"]], [["First time"], ["Second time"]], [["🐱"], ["🐶"]], [["S"], ["M"], ["L"]],
        [["Cat", "cat", "CAT!"], ["Dog"]], [["Yes"], ["No"]], [],
    ],
)  # fmt: skip
def test_choices_that_anybody_can_tell_apart_do_not_collide(choices):
    assert collisions(choices) == []


def test_the_same_text_twice_collides_whatever_its_dress():
    assert collisions([["Größe", "Size"], ["Farbe", "size!"], ["groesse"]]) == [
        Collision(Kind.SAME, "Größe", 0, (2,)),
        Collision(Kind.SAME, "Size", 0, (1,)),
        Collision(Kind.SAME, "size!", 1, (0,)),
        Collision(Kind.SAME, "groesse", 2, (0,)),
    ]
    assert [found.kind for found in collisions([["A+"], ["A"]])] == [Kind.SAME, Kind.SAME]
    assert [found.kind for found in collisions([["🐱"], ["🐱!"]])] == [Kind.SAME, Kind.SAME]


def test_a_text_that_is_anothers_number_collides():
    assert collisions([["2"], ["Two"]])[0] == Collision(Kind.NUMBER, "2", 0, (1,))
    assert collisions([["Two"], ["Other"]]) == [Collision(Kind.NUMBER, "Two", 0, (1,))]
    assert [(found.kind, found.place) for found in collisions([["Première"], ["Zweite"], ["First"]])] == [
        (Kind.NUMBER, 2)
    ]


def test_a_text_that_begins_with_anothers_number_is_only_advised_against():
    found = collisions([["0 cats"], ["1 cat"], ["2 cats"], ["10 cats"]])
    assert found == [Collision(Kind.COUNT, "1 cat", 1, (0,)), Collision(Kind.COUNT, "2 cats", 2, (1,))]
    assert all(each.is_advice for each in found)
    assert not Collision(Kind.SAME, "x", 0, (1,)).is_advice


def test_a_text_without_letter_figure_or_emoji_is_never_heard():
    assert collisions([["…", "Other"], ["Dog", ""]]) == [
        Collision(Kind.UNHEARD, "…", 0),
        Collision(Kind.UNHEARD, "", 1),
    ]


def test_no_is_hidden_in_now():
    assert hidden_in_words("No") == "now"
    assert {word: bool(hidden_in_words(word)) for word in ("cat", "tea", "red", "oui", "ja", "non", "art", "all")} == {
        "cat": True, "tea": True, "red": True, "oui": True, "ja": True, "non": True, "art": True, "all": True,
    }  # fmt: skip


@pytest.mark.parametrize("text", ["Dog", "Hamster", "S", "", "…", "12", "🐱", "no thanks", "friend", "large"])
def test_what_stands_in_no_everyday_word_or_is_long_is_not_hidden(text):
    assert hidden_in_words(text) is None


def test_an_everyday_word_is_not_taken_for_what_it_hides():
    """The advice and the matching know the same words."""
    for text in ("no", "cat", "red", "tea", "ja"):
        assert match(hidden_in_words(text) or "", [[text], ["Something"]]).doubt == Doubt.EVERYDAY


def test_the_everyday_words_are_folded_and_stand_once():
    assert len(EVERYDAY) == len(set(EVERYDAY)) > 600
    assert all(Wording(word).words == [word] for word in EVERYDAY)
    assert "catch" not in EVERYDAY
