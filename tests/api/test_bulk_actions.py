"""B6 over the API: one call for many tickets, and its undo."""

import pytest

from accounts import tenancy
from inbox.models import BulkAction, Tag


def statuses(machine) -> dict[int, str]:
    return {ticket["number"]: ticket["status"] for ticket in machine.get("tickets/").json()["results"]}


def test_b6_chosen_tickets_are_closed_and_the_closing_undone(machine):
    before = statuses(machine)
    made = machine.post("bulk-actions/", {"action": "close", "numbers": [1, 2, 3]})
    assert made.status_code == 201
    closed = made.json()
    assert (closed["state"], closed["changed"], closed["already"]) == ("finished", 2, 1)
    assert closed["summary"] == "Closed 2. 1 was closed already."
    assert machine.get(f"bulk-actions/{closed['id']}/").json() == closed
    undone = machine.delete(f"bulk-actions/{closed['id']}/").json()
    assert (undone["undoes"], undone["changed"]) == (closed["id"], 2)
    assert statuses(machine) == before
    assert machine.get("tickets/1/events/").json()["results"][0]["actor"]["name"] == "Shop (API)"


def test_b6_all_that_match_a_filter_and_a_search(machine):
    machine.post("bulk-actions/", {"action": "close", "filter": "status=open&q=zip"})
    assert statuses(machine) == {1: "closed", 2: "open", 3: "closed", 4: "snoozed"}
    assert machine.post("bulk-actions/", {"action": "reopen", "filter": ""}).json()["changed"] == 2


def test_b6_with_what_each_action_needs(cast, machine):
    with tenancy.enter(cast.acme.pk):
        vip = Tag.objects.make(cast.acme, "vip")
    for body in (
        {"action": "assign", "member": cast.dora.pk},
        {"action": "assign", "member": None},
        {"action": "snooze", "until": "2027-06-01T09:00:00Z"},
        {"action": "tag", "tag": vip.pk},
        {"action": "untag", "tag": vip.pk},
        {"action": "unread"},
        {"action": "read"},
    ):
        made = machine.post("bulk-actions/", body | {"numbers": [1]}).json()
        assert made.get("changed") == 1, made


@pytest.mark.parametrize("body", [
    {}, {"action": "close"}, {"action": "close", "numbers": []}, {"action": "close", "numbers": [1, 999]},
    {"action": "close", "numbers": ["x"]}, {"action": "close", "numbers": [10**30]},
    {"action": "close", "numbers": list(range(1, 600))}, {"action": "close", "numbers": [1], "filter": ""},
    {"action": "close", "filter": "status=odd"}, {"action": "close", "filter": "colour=red"},
    {"action": "close", "filter": "assignee=me"}, {"action": "undo", "numbers": [1]}, {"action": "burn", "numbers": [1]},
    {"action": "assign", "numbers": [1]}, {"action": "assign", "numbers": [1], "member": 10**9},
    {"action": "snooze", "numbers": [1], "until": "1999-01-01T00:00:00Z"}, {"action": "tag", "numbers": [1]},
    {"action": "tag", "numbers": [1], "tag": 10**9},
])  # fmt: skip
def test_b6_what_makes_no_sense_changes_nothing(machine, problem, body):
    before = statuses(machine)
    problem(machine.post("bulk-actions/", body), 400, "invalid")
    assert statuses(machine) == before


def test_b6_what_changed_nothing_can_t_be_undone(machine, problem):
    made = machine.post("bulk-actions/", {"action": "close", "numbers": [3]}).json()
    problem(machine.delete(f"bulk-actions/{made['id']}/"), 409, "not_undoable")


def test_a1_another_accounts_tickets_people_and_tags_are_not_used(cast, stranger, problem):
    with tenancy.enter(cast.acme.pk):
        tag = Tag.objects.make(cast.acme, "Acme's own")
    for body in (
        {"action": "close", "numbers": [1, 3]},
        {"action": "assign", "numbers": [1], "member": cast.bob.pk},
        {"action": "tag", "numbers": [1], "tag": tag.pk},
    ):
        problem(stranger.post("bulk-actions/", body), 400, "invalid")
    with tenancy.enter(cast.globex.pk):
        assert not BulkAction.objects.exists()


def test_m1_a_key_that_may_only_read_changes_nothing(reader, problem):
    problem(reader.post("bulk-actions/", {"action": "close", "numbers": [1]}), 403, "read_only_key")
