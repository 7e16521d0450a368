"""H1: the builder's form is read as it stands, its buttons change it, and what can't be kept is said in plain words."""

from dataclasses import replace

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from automations.building.editing import edited
from automations.building.script_form import faults, listed, script_in
from automations.script import END, MOST_QUESTIONS, Choice, Question, Script, read
from tests.automations.talking import PETS
from tests.automations.writing import form


def query(data) -> QueryDict:
    made = QueryDict(mutable=True)
    for name, values in data.items():
        made.setlist(name, values if isinstance(values, list) else [values])
    return made


def shape(script: Script) -> dict[str, list[str]]:
    return {question.id: [choice.id for choice in question.choices] for question in script.questions}


def test_h1_what_was_shown_is_read_as_it_was():
    rich = replace(
        PETS.questions[0],
        choices=(
            Choice("cat", "Cat", ("kitty", "kitten"), "size", tag="cats"),
            Choice("dog", "Dog", leads_to=END, recommendation="A bone"),
        ),
    )
    script = replace(PETS, questions=(rich, PETS.questions[1]), max_reprompts=3, timeout_minutes=120)
    assert script_in(query(form(script))) == script
    assert read(script.as_json()) == script


@pytest.mark.parametrize(
    ("do", "after"),
    [
        ("up question size", {"size": ["small", "large"], "pet": ["cat", "dog"]}),
        ("down question pet", {"size": ["small", "large"], "pet": ["cat", "dog"]}),
        ("up question pet", {"pet": ["cat", "dog"], "size": ["small", "large"]}),
        ("down question size", {"pet": ["cat", "dog"], "size": ["small", "large"]}),
        ("remove question pet", {"size": ["small", "large"]}),
        ("remove choice pet cat", {"pet": ["dog"], "size": ["small", "large"]}),
        ("up choice pet dog", {"pet": ["dog", "cat"], "size": ["small", "large"]}),
        ("down choice size small", {"pet": ["cat", "dog"], "size": ["large", "small"]}),
        ("remove choice pet small", {"pet": ["cat", "dog"], "size": ["small", "large"]}),
        ("remove question gone", {"pet": ["cat", "dog"], "size": ["small", "large"]}),
        ("add", {"pet": ["cat", "dog"], "size": ["small", "large"]}),
        ("dance question pet", {"pet": ["cat", "dog"], "size": ["small", "large"]}),
        ("", {"pet": ["cat", "dog"], "size": ["small", "large"]}),
    ],
)
def test_h1_buttons_move_and_remove(do, after):
    assert list(shape(edited(PETS, do)).items()) == list(after.items())


def test_h1_a_new_message_has_a_name_and_room_for_two_choices():
    added = edited(Script(), "add question").questions[0]
    assert (added.name, len(added.choices)) == ("answer1", 2)


def test_h1_a_sixth_message_is_not_added():
    script = Script()
    for _ in range(MOST_QUESTIONS + 1):
        script = edited(script, "add question")
    assert len(script.questions) == MOST_QUESTIONS
    assert len({question.name for question in script.questions}) == MOST_QUESTIONS


def test_h1_choices_are_added_at_the_end_below_one_or_one_of_each_line():
    def texts(do, lines=()):
        return [choice.text for choice in edited(PETS, do, lines).questions[0].choices]

    assert texts("add choice pet") == ["Cat", "Dog", ""]
    assert texts("add choice pet cat") == ["Cat", "", "Dog"]
    assert texts("add choice pet cat", ["Bird", "Fish"]) == ["Cat", "Bird", "Fish", "Dog"]


def test_h1_pasted_lines_take_the_place_of_choices_that_say_nothing():
    script = edited(Script(), "add question")
    question = replace(
        script.questions[0], choices=(Choice("a", "Small"), Choice("b"), Choice("c", tag="kept"))
    )
    pasted = edited(replace(script, questions=(question,)), f"add choice {question.id} a", ["Large"])
    assert [choice.text for choice in pasted.questions[0].choices] == ["Small", "Large", ""]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("PETS", ["PETS"]),
        (" pets ,  my  pets\r\nPETS!\n,", ["pets", "my pets", "PETS!"]),
        ("a\0b", ["a b"]),
        ("", []),
    ],
)
def test_h2_keywords_stand_with_commas_or_lines_between_them(text, words):
    assert listed(text) == words


@pytest.mark.parametrize(
    ("change", "place", "said"),
    [
        ({"text": "x" * 1601}, "pet", "A message has at most 1,600 characters; this one has 1,601."),
        ({"name": "{pet}"}, "pet", "is no name for texts"),
        ({"name": "size"}, "pet", "Two messages are called “size”"),
        ({"save_as": "p" * 121}, "pet", "The name of a property has at most 120"),
        ({"choices": tuple(Choice(f"c{n}", f"C{n}") for n in range(50))}, "pet", "at most 20 choices; this one has 50."),
        ({"choices": (Choice("cat", "x" * 101),)}, "cat", "A choice has at most 100"),
        ({"choices": (Choice("cat", "Cat", tuple(map(str, range(31)))),)}, "cat", "at most 30 synonyms"),
        ({"choices": (Choice("cat", "Cat", ("x" * 101,)),)}, "cat", "A synonym has at most 100"),
        ({"choices": (Choice("cat", "Cat", recommendation="x" * 1601),)}, "cat", "A recommendation has at most"),
        ({"choices": (Choice("cat", "Cat", tag="x" * 51),)}, "cat", "A tag has at most 50"),
    ],
)  # fmt: skip
def test_h1_what_can_not_be_kept_is_said_where_it_stands(change, place, said):
    script = replace(PETS, questions=(replace(PETS.questions[0], **change), PETS.questions[1]))
    found = {fault.place: fault.text for fault in faults(script)}
    assert said in found[place]


def test_h1_more_than_five_messages_are_too_many():
    script = replace(PETS, questions=tuple(Question(f"q{n}") for n in range(6)))
    assert [fault.text for fault in faults(script)] == [
        "An automation has at most 5 messages; this one has 6."
    ]


@pytest.mark.parametrize(
    "wrong", ["next", "end", "default", "settings", "UPPER", "a b", "", "x" * 13, "<b>", "a\0"]
)
def test_h1_an_id_that_is_none_of_ours_is_left_out(wrong):
    assert script_in(query({"question": [wrong, "pet"], "pet-choice": [wrong, "cat"]})) == replace(
        Script(),
        questions=(Question("pet", choices=(Choice("cat"),)),),
        recommendation="",
        reprompt="",
        fallback="",
    )


def test_h1_an_id_stands_once():
    assert shape(script_in(query({"question": ["a", "a", "b"], "a-choice": ["c", "c", "b"], "b-choice": ["c", "d"]}))) == {
        "a": ["c"], "b": ["d"],
    }  # fmt: skip


NAMES = [
    "question",
    "a-choice",
    "a-text",
    "a-name",
    "a-save_as",
    "a-b-text",
    "a-b-leads_to",
    "a-b-synonyms",
    "max_reprompts",
]
WILD = st.text(max_size=40) | st.sampled_from(
    ["a", "b", "next", "end", "9" * 30, "-1", "\0", "{", "a\r\nb", "٣"]
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # the first text is slow to make
@given(st.dictionaries(st.sampled_from(NAMES), st.lists(WILD, max_size=4)), WILD, st.lists(WILD, max_size=3))
def test_whatever_is_sent_makes_a_script_that_is_kept_and_read_again(data, do, lines):
    script = edited(script_in(query(data)), do, lines)
    assert read(script.as_json()) == script
    assert all(fault.text for fault in faults(script))
