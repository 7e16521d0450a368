"""B3 over the API: the team's saved views."""

import pytest

from accounts import tenancy
from inbox.models import SavedView

LONG_WAITS = {"name": "Long waits", "filters": {"status": ["open"], "waiting": ["1h"]}, "sort": "waiting"}


def test_b3_made_listed_read_changed_and_deleted(machine, cast):
    made = machine.post("views/", LONG_WAITS | {"name": " Long  waits "})
    assert made.status_code == 201
    view = made.json()
    assert {name: view[name] for name in LONG_WAITS} == LONG_WAITS
    assert machine.get("views/").json()["results"] == [view]
    assert machine.get(f"views/{view['id']}/").json() == view
    changed = machine.patch(f"views/{view['id']}/", {"sort": "oldest"}).json()
    assert changed == view | {"sort": "oldest"}
    assert machine.patch(f"views/{view['id']}/", {"filters": {}}).json()["filters"] == {}
    assert machine.delete(f"views/{view['id']}/").json()["name"] == "Long waits"
    assert machine.get(f"views/{view['id']}/").status_code == 404


def test_b3_what_is_left_out_is_as_usual(machine):
    view = machine.post("views/", {"name": "All"}).json()
    assert (view["filters"], view["sort"]) == ({}, "activity")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "name"),
        ({"name": " "}, "name"),
        ({"name": "x" * 300}, "name"),
        ({"name": "LONG WAITS"}, "name"),
        ({"name": "x", "sort": "random"}, "sort"),
        ({"name": "x", "filters": {"status": ["opened"]}}, "filters.status"),
        ({"name": "x", "filters": {"colour": ["red"]}}, "filters.colour"),
        ({"name": "x", "filters": {"status": "open"}}, "filters.status"),
        ({"name": "x", "filters": {"status": [{}]}}, "filters.status.0"),
        ({"name": "x", "filters": ["open"]}, "filters"),
        ({"name": "x", "filters": {"unread": ["maybe"], "waiting": ["1h"]}}, "filters.unread"),
        ({"name": "x", "filters": {"assignee": ["\0"]}}, "filters.assignee.0"),
    ],
)
def test_b3_what_is_wrong_is_said_by_field_and_nothing_is_made(machine, problem, body, field):
    machine.post("views/", LONG_WAITS)
    assert field in problem(machine.post("views/", body), 400, "invalid")["errors"]
    assert len(machine.get("views/").json()["results"]) == 1


def test_b3_a_members_own_view_is_not_the_keys(machine, cast, problem):
    with tenancy.enter(cast.acme.pk):
        own = SavedView.objects.make(cast.acme, "Own", cast.alice, filters={}, sort="activity")
    assert machine.get("views/").json()["results"] == []
    problem(machine.get(f"views/{own.pk}/"), 404, "not_found")
    problem(machine.delete(f"views/{own.pk}/"), 404, "not_found")


def test_b3_a_key_that_may_read_makes_none(reader, problem):
    problem(reader.post("views/", LONG_WAITS), 403, "read_only_key")
