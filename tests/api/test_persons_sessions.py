"""H13 through the API: where a person stands in an automation; a program starts one and takes over."""

import pytest

from automations.models import Automation, Ended
from tests.automations.talking import PETS, Talk


@pytest.fixture
def talk(cast):
    return Talk(cast)


@pytest.fixture
def pets(talk, acme) -> Automation:
    return talk.make(name="Pets survey")


def path(person) -> str:
    return f"profiles/{person.pk}/session/"


def test_h13_a_program_starts_one_sees_where_it_stands_and_takes_over(
    machine, reader, pets, talk, acme, problem
):
    problem(machine.get(path(acme.paula)), 404, "not_found")
    started = machine.post(path(acme.paula), {"automation": pets.pk})
    assert started.status_code == 201
    assert (started.json()["automation_name"], started.json()["message"]) == ("Pets survey", "pet")
    talk.text(acme.paula, "Cat")
    stands = reader.get(path(acme.paula)).json()
    assert (stands["message"], stands["answers"], stands["ended"]) == ("size", {"pet": "cat"}, "")
    assert machine.delete(path(acme.paula)).json()["ended"] == Ended.TAKEN_OVER
    problem(machine.delete(path(acme.paula)), 404, "not_found")
    events = acme.broken_zip.events.filter(kind__startswith="automation").order_by("id")
    assert [(each.kind, each.actor_kind) for each in events] == [
        ("automation_begun", "api"),
        ("automation_ended", "api"),
    ]


def test_h13_an_answer_says_how_it_was_understood(machine, pets, talk, acme):
    talk.text(acme.paula, "PETS")
    for said in ("parrot", "Cat"):
        talk.text(acme.paula, said)
    listed = machine.get("tickets/1/messages/").json()["results"]
    outcomes = {each["body"]: each["outcome"] for each in listed if each["inbound"]}
    assert (outcomes["parrot"], outcomes["Cat"]) == ({"answer": ""}, {"answer": "Cat"})


def test_e4_h5_only_a_subscriber_who_is_in_none(machine, pets, talk, acme, problem):
    problem(machine.post(path(acme.quinn), {"automation": pets.pk}), 409, "no_consent")
    problem(machine.post(path(acme.sam), {"automation": pets.pk}), 409, "opted_out")
    talk.text(acme.paula, "PETS")
    problem(machine.post(path(acme.paula), {"automation": pets.pk}), 409, "in_automation")
    pets.switch_off()
    problem(machine.post(path(acme.sue), {"automation": pets.pk}), 409, "automation_off")
    known = acme.acme.profiles.create(email="no@phone.example")
    problem(machine.post(path(known), {"automation": pets.pk}), 409, "automation_off")
    pets.switch_on()
    problem(machine.post(path(known), {"automation": pets.pk}), 409, "no_phone")


def test_bad_input(machine, reader, pets, acme, problem):
    assert "automation" in problem(machine.post(path(acme.paula), {}), 400, "invalid")["errors"]
    problem(machine.post(path(acme.paula), {"automation": 10**6}), 404, "not_found")
    problem(reader.post(path(acme.paula), {"automation": pets.pk}), 403, "read_only_key")


def test_a1_another_accounts_automation_is_not_found(machine, acme, problem):
    from accounts import tenancy

    with tenancy.enter(acme.globex.pk):
        theirs = Automation.objects.make(acme.globex, "Theirs", keywords=["PETS"], script=PETS.as_json())
    problem(machine.post(path(acme.paula), {"automation": theirs.pk}), 404, "not_found")
