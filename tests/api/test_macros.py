"""C13 over the API: the team's macros."""

import pytest

from accounts import tenancy
from inbox.models import Macro, Tag


@pytest.fixture
def vip(cast):
    with tenancy.enter(cast.acme.pk):
        return Tag.objects.make(cast.acme, "vip", "red")


def test_c13_made_listed_read_changed_and_deleted(cast, machine, vip):
    body = {"name": "Refund", "shortcut": "/Refund", "body": "Hi {first_name}\n", "tags": [vip.pk]}
    made = machine.post("macros/", body | {"assignee": cast.dora.pk, "afterwards": "week"})
    assert made.status_code == 201
    macro = made.json()
    assert (macro["shortcut"], macro["body"], macro["use_count"]) == ("refund", "Hi {first_name}\n", 0)
    assert (macro["tags"], macro["assignee"]) == (
        [{"id": vip.pk, "name": "vip", "colour": "red"}],
        {"id": cast.dora.pk, "name": "Dora"},
    )
    address = f"macros/{macro['id']}/"
    assert machine.get("macros/").json()["results"] == [macro] == [machine.get(address).json()]
    changed = machine.patch(address, {"assign": "me", "assignee": None, "tags": []}).json()
    assert (changed["name"], changed["assign"], changed["assignee"], changed["tags"]) == (
        "Refund",
        "me",
        None,
        [],
    )
    assert machine.delete(address).json()["name"] == "Refund"
    assert machine.get(address).status_code == 404


def test_c13_what_a_member_keeps_for_themselves_is_not_shown(cast, machine):
    with tenancy.enter(cast.acme.pk):
        private = Macro.objects.make(cast.acme, cast.bob, name="Mine", body="x")
    assert machine.get("macros/").json()["results"] == []
    assert machine.get(f"macros/{private.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "name"),
        ({"name": "REFUND", "body": "x"}, "name"),
        ({"name": "x" * 81, "body": "x"}, "name"),
        ({"name": "x", "body": "x", "shortcut": "refund"}, "shortcut"),
        ({"name": "x", "body": "x", "shortcut": "two words"}, "shortcut"),
        ({"name": "x"}, "body"),
        ({"name": "x", "body": "{nobody}"}, "body"),
        ({"name": "x", "tags": [10**9]}, "tags"),
        ({"name": "x", "assign": "plaid"}, "assign"),
        ({"name": "x", "assignee": 10**9}, "assignee"),
        ({"name": "x", "afterwards": "never"}, "afterwards"),
    ],
)
def test_c13_what_is_wrong_is_said_by_field_and_nothing_is_made(machine, problem, body, field):
    machine.post("macros/", {"name": "Refund", "shortcut": "refund", "body": "x"})
    assert field in problem(machine.post("macros/", body), 400, "invalid")["errors"]
    assert len(machine.get("macros/").json()["results"]) == 1


def test_c13_one_assignee_only(cast, machine, problem):
    both = {"name": "x", "assign": "me", "assignee": cast.dora.pk}
    assert "assign" in problem(machine.post("macros/", both), 400, "invalid")["errors"]


def test_c13_somebody_who_has_left_or_is_of_another_account_is_no_assignee(cast, machine, problem):
    with tenancy.enter(cast.acme.pk):
        cast.dora.remove()
    for member in (cast.dora, cast.charlie, cast.anna):
        refused = problem(machine.post("macros/", {"name": "x", "assignee": member.pk}), 400, "invalid")
        assert "assignee" in refused["errors"]
