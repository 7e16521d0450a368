"""Answers that were not understood, grouped by likeness, and what a further synonym would have made of them."""

import random
import time

from hypothesis import given, settings
from hypothesis import strategies as st

from automations.outcomes.likeness import Change, Group, groups, would_find

PETS = [["Cat"], ["Dog"]]


def test_answers_that_say_the_same_are_one_group_called_by_the_most_frequent():
    found = groups(
        [("a bird", 3), ("bird", 10), ("Birds pls", 1), ("both!", 2), ("both", 4), ("🐦", 1), ("🐦🐦", 2)]
    )
    assert found == [
        Group("bird", 14, (("bird", 10), ("a bird", 3), ("Birds pls", 1))),
        Group("both", 6, (("both", 4), ("both!", 2))),
        Group("🐦🐦", 3, (("🐦🐦", 2), ("🐦", 1))),
    ]


def test_misspelt_answers_join_the_one_that_they_mean_and_short_ones_only_their_own():
    found = groups(
        [("rabbit", 9), ("rabit", 2), ("ein Kaninchen", 3), ("Kaninchn bitte", 1), ("bird", 1), ("bard", 1)]
    )
    assert [(group.wording, group.times) for group in found] == [
        ("rabbit", 11), ("ein Kaninchen", 4), ("bard", 1), ("bird", 1),
    ]  # fmt: skip


def test_the_groups_do_not_depend_on_the_order_of_the_texts():
    texts = [
        (f"{word}{end}", times)
        for times, word in enumerate(["parrot", "turtle", "rabbit"])
        for end in ("", "s", "x!")
    ]
    expected = groups(texts)
    for seed in range(5):
        assert groups(random.Random(seed).sample(texts, len(texts))) == expected


@settings(deadline=None)
@given(st.dictionaries(st.text(max_size=30), st.integers(1, 99), max_size=20))
def test_every_text_is_in_one_group_whatever_it_holds(texts):
    found = groups(texts.items())
    assert sorted(each for group in found for each in group.texts) == sorted(texts.items())
    assert all(
        group.times == sum(times for _, times in group.texts) and group.wording == group.texts[0][0]
        for group in found
    )


def test_three_thousand_different_texts_are_grouped_in_a_second_or_so():
    """P12's neighbour: the results page groups them while somebody waits."""
    words = [
        f"{one}{two}{three}"
        for one in ("ba", "lo", "ki", "mu")
        for two in ("ran", "tes", "pil")
        for three in "aeiou"
    ]
    texts = [
        (" ".join(random.Random(n).choices(words, k=1 + n % 6)) + f" {n}", n % 9 + 1) for n in range(3000)
    ]
    began = time.process_time()
    assert sum(len(group.texts) for group in groups(texts)) == 3000
    assert time.process_time() - began < 5  # a tenth of it as a rule


def test_a_synonym_finds_what_it_says_and_tells_what_else_it_changes():
    texts = [("kitty", 4), ("a kitty!", 1), ("dog", 9), ("kitty or dog", 2), ("puppy", 3), ("idk", 1)]
    effect = would_find(texts, PETS, "kitty", 0)
    assert effect.found == (Change("kitty", 4, None, 0), Change("a kitty!", 1, None, 0))
    assert effect.changed == (Change("kitty or dog", 2, 1, None),)
    assert effect.found[0].times == 4


def test_a_synonym_that_is_another_choices_text_shows_what_it_would_break():
    effect = would_find([("dog", 9), ("dogs", 2), ("cat", 1)], PETS, "Dog", 0)
    assert not effect.found
    assert effect.changed == (Change("dog", 9, 1, None), Change("dogs", 2, 1, None))
