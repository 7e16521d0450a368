"""H12 through the API: what came of an automation, what was not understood, and synonyms."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import tenancy
from automations.models import Automation
from tests.automations.talking import Talk

KITTY = {"message": "pet", "choice": "cat", "synonym": "kitty"}


@pytest.fixture
def pets(cast) -> str:
    """The address of one that Paula and Sue have entered: Paula comes to the end, Sue is not understood."""
    with tenancy.enter(cast.acme.pk):
        talk = Talk(cast)
        automation = talk.make()
        for person, *said in ((cast.paula, "PETS", "cat", "1"), (cast.sue, "PETS", "Kitty!")):
            for text in said:
                talk.text(person, text)
    tenancy.settle_in(None)
    return f"automations/{automation.pk}/"


def test_h12_results(machine, pets):
    found = machine.get(f"{pets}results/").json()
    assert (found["entered"], found["inside"], found["answered"], found["recommended"]) == (2, 1, 1, 1)
    assert found["ended"] == [{"how": "recommended", "people": 1}]
    pet, size = found["messages"]
    assert (pet["asked"], pet["answered"], pet["waiting"], pet["left"]) == (2, 1, 1, [])
    assert (pet["not_understood"], pet["people_not_understood"], size["median_seconds"]) == (1, 1, 0)
    assert pet["choices"][0] == {"id": "cat", "text": "Cat", "people": 1, "gone": False}
    assert [(each["id"], each["people"]) for each in found["recommendations"]] == [
        ("small", 1),
        ("default", 0),
    ]
    assert found["links"] == {"clicks": 0, "clickers": 0, "orders": 0, "revenue": {}}


def test_h12_a_part_of_the_results(machine, pets):
    later = (timezone.now() + timedelta(hours=1)).isoformat()
    assert machine.get(f"{pets}results/", version=1).json()["entered"] == 2
    assert machine.get(f"{pets}results/", version=7).json()["entered"] == 0
    assert machine.get(f"{pets}results/", since=later).json()["links"] is None
    assert machine.get(f"{pets}results/", until=later).json()["entered"] == 2


@pytest.mark.parametrize("query", [{"version": "x"}, {"version": 10**12}, {"since": "yesterday"}])
def test_h12_a_part_that_makes_no_sense_is_refused(machine, pets, problem, query):
    found = problem(machine.get(f"{pets}results/", **query), 400, "invalid")
    assert list(found["errors"]) == list(query)


def test_h12_what_was_not_understood(machine, pets):
    [block] = machine.get(f"{pets}not-understood/").json()["messages"]
    assert (block["message"], block["times"], block["settled"]) == ("pet", 1, 0)
    assert block["groups"] == [{"wording": "Kitty!", "times": 1, "texts": ["Kitty!"]}]


def test_h12_a_synonym_is_tried_and_added(cast, machine, pets):
    tried = machine.get(f"{pets}synonyms/", **KITTY).json()
    assert tried == {"found": [{"text": "Kitty!", "times": 1, "before": "", "after": "Cat"}], "changed": []}
    added = machine.post(f"{pets}synonyms/", KITTY)
    assert (added.status_code, added.json()) == (
        201,
        {"message": "pet", "choice": "cat", "synonyms": ["kitty"]},
    )
    with tenancy.enter(cast.acme.pk):
        draft = Automation.objects.get().draft.read_script()
    assert draft.questions[0].choices[0].synonyms == ("kitty",)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"synonym": "dog"}, "synonym"),
        ({"synonym": "x" * 101}, "synonym"),
        ({"choice": "no"}, "synonym"),
        ({"message": ""}, "message"),
        ({"synonym": None}, "synonym"),
    ],
)
def test_h12_what_can_be_no_synonym_is_refused(machine, pets, problem, change, field):
    found = problem(machine.post(f"{pets}synonyms/", KITTY | change), 400, "invalid")
    assert field in found["errors"]
    asked = {name: value for name, value in (KITTY | change).items() if value is not None}
    assert field in problem(machine.get(f"{pets}synonyms/", **asked), 400, "invalid")["errors"]


def test_m1_a_key_that_may_read_adds_nothing(reader, pets, problem):
    problem(reader.post(f"{pets}synonyms/", KITTY), 403, "read_only_key")
