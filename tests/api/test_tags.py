"""C11 over the API: tags and what they are on."""

import pytest

from accounts import tenancy
from inbox.models import Tag


@pytest.fixture
def refund(cast):
    with tenancy.enter(cast.acme.pk):
        return Tag.objects.make(cast.acme, "refund", "red")


def tags_of(machine, number) -> list[str]:
    return [tag["name"] for tag in machine.get(f"tickets/{number}/").json()["tags"]]


def test_c11_made_listed_read_changed_and_deleted(machine):
    made = machine.post("tags/", {"name": " Rush  order ", "colour": "teal"})
    assert made.status_code == 201
    tag = made.json()
    assert (tag["name"], tag["colour"], tag["ticket_count"]) == ("Rush order", "teal", 0)
    assert machine.get("tags/").json()["results"] == [tag]
    assert machine.get("tags/", name="RUSH ORDER").json()["results"] == [tag]
    assert machine.get("tags/", name="other").json()["results"] == []
    changed = machine.patch(f"tags/{tag['id']}/", {"colour": "pink"}).json()
    assert (changed["name"], changed["colour"]) == ("Rush order", "pink")
    assert machine.patch(f"tags/{tag['id']}/", {"name": "rush"}).json()["name"] == "rush"
    assert machine.delete(f"tags/{tag['id']}/").json()["name"] == "rush"
    assert machine.get(f"tags/{tag['id']}/").status_code == 404


def test_c11_put_on_a_ticket_by_name_and_taken_off(machine, refund):
    for name in ("REFUND", "new one"):
        answer = machine.post("tickets/1/tags/", {"name": name})
    assert [tag["name"] for tag in answer.json()["tags"]] == ["new one", "refund"]
    assert machine.get(f"tags/{refund.pk}/").json()["ticket_count"] == 1
    assert [event["data"] for event in machine.get("tickets/1/events/").json()["results"][:2]] == [
        {"tag": "new one"},
        {"tag": "refund"},
    ]
    assert machine.delete(f"tickets/1/tags/{refund.pk}/").status_code == 200
    assert tags_of(machine, 1) == ["new one"]


def test_c11_merged(machine, refund):
    machine.post("tickets/1/tags/", {"name": "refunds"})
    (refunds,) = machine.get("tags/", name="refunds").json()["results"]
    answer = machine.post(f"tags/{refunds['id']}/merger/", {"into": refund.pk})
    assert (answer.status_code, answer.json()["ticket_count"]) == (200, 1)
    assert tags_of(machine, 1) == ["refund"]
    assert machine.get(f"tags/{refunds['id']}/").status_code == 404


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "name"),
        ({"name": "  "}, "name"),
        ({"name": "x" * 300}, "name"),
        ({"name": "Refund"}, "name"),
        ({"name": ["x"]}, "name"),
        ({"name": "x", "colour": "plaid"}, "colour"),
    ],
)
def test_c11_what_is_wrong_is_said_by_field_and_nothing_is_made(machine, refund, problem, body, field):
    assert field in problem(machine.post("tags/", body), 400, "invalid")["errors"]
    assert len(machine.get("tags/").json()["results"]) == 1


@pytest.mark.parametrize("into", [None, 10**9, 10**30, "x"])
def test_c11_a_tag_is_merged_into_one_of_the_account_only(machine, refund, problem, into):
    assert (
        "into" in problem(machine.post(f"tags/{refund.pk}/merger/", {"into": into}), 400, "invalid")["errors"]
    )
    itself = problem(machine.post(f"tags/{refund.pk}/merger/", {"into": refund.pk}), 400, "invalid")
    assert "another tag" in itself["errors"]["into"][0]


def test_a1_a_tag_is_not_merged_into_one_of_another_account(cast, machine, refund, problem):
    with tenancy.enter(cast.globex.pk):
        secret = Tag.objects.make(cast.globex, "secret")
    assert (
        "into"
        in problem(machine.post(f"tags/{refund.pk}/merger/", {"into": secret.pk}), 400, "invalid")["errors"]
    )


def test_m1_a_key_that_may_only_read_makes_none(reader, problem):
    problem(reader.post("tags/", {"name": "x"}), 403, "read_only_key")
