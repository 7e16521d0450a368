"""G1 over the API: segments and how many they mean."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import tenancy
from campaigns import counting
from campaigns.models import Campaign
from tests.pages import words

OURS = {"name": "Ours", "rules": {"all": [{"kind": "consent", "how": "marketing"}]}}


def test_g1_made_listed_read_counted_changed_and_deleted(machine):
    made = machine.post("segments/", OURS)
    assert made.status_code == 201
    segment = made.json()
    assert (segment["name"], segment["rules"], segment["faults"]) == ("Ours", OURS["rules"], [])
    assert machine.get("segments/").json()["results"] == [segment]
    path = f"segments/{segment['id']}/"
    assert machine.get(f"{path}count/").json() == {"people": 2, "textable": 2, "is_more": False}
    changed = machine.patch(path, {"rules": {"any": []}}).json()
    assert (changed["name"], changed["rules"]) == ("Ours", {"any": []})
    assert machine.get(f"{path}count/").json()["people"] == 4
    assert machine.delete(path).json()["name"] == "Ours"
    assert machine.get(path).status_code == 404


@pytest.mark.parametrize(
    ("body", "field", "message"),
    [
        ({"rules": {"all": []}}, "name", "required"),
        ({"name": "x"}, "rules", "required"),
        ({"name": "x" * 81, "rules": {"all": []}}, "name", "at most 80"),
        ({"name": "OURS", "rules": {"all": []}}, "name", "There is a segment"),
        ({"name": "x", "rules": []}, "rules", "dictionary"),
        ({"name": "x", "rules": {}}, "rules", "Rules look like"),
        (
            {"name": "x", "rules": {"all": [{"kind": "tag", "how": "has", "tag": 10**30}]}},
            "rules",
            "no such tag",
        ),
        ({"name": "x", "rules": {"all": [{"kind": "weather"}]}}, "rules", "its kind has to be"),
    ],
)
def test_g1_what_is_wrong_is_said_by_field_and_nothing_is_made(machine, problem, body, field, message):
    machine.post("segments/", OURS)
    errors = problem(machine.post("segments/", body), 400, "invalid")["errors"]
    assert message in " ".join(errors[field])
    assert len(machine.get("segments/").json()["results"]) == 1


def test_g1_a_deleted_tag_is_a_fault_and_nobody_is_meant(machine):
    tag = machine.post("tags/", {"name": "complained"}).json()["id"]
    rules = {"all": [{"kind": "tag", "how": "has_not", "tag": tag}]}
    segment = machine.post("segments/", {"name": "Content", "rules": rules}).json()
    machine.delete(f"tags/{tag}/")
    path = f"segments/{segment['id']}/"
    assert machine.get(path).json()["faults"] == ["Condition 1: There is no such tag."]
    assert machine.get(f"{path}count/").json()["people"] == 0


def test_g1_what_can_not_be_counted_is_no_error(machine, monkeypatch):
    def too_long(*_):
        raise counting.TooLong

    segment = machine.post("segments/", OURS).json()
    monkeypatch.setattr(counting, "count", too_long)
    answer = machine.get(f"segments/{segment['id']}/count/").json()
    assert answer == {"people": None, "textable": None, "is_more": True}


def test_m1_a_key_that_may_only_read_makes_none(reader, problem):
    problem(reader.post("segments/", OURS), 403, "read_only_key")


def test_g1_a_segment_that_a_scheduled_campaign_waits_for_is_not_deleted(cast, machine, problem, sign_in):
    segment = machine.post("segments/", OURS).json()["id"]
    with tenancy.enter(cast.acme.pk):
        Campaign.objects.make(cast.acme, "Sale", audience="segment", segment_id=segment, text="Sale!").send(
            by=cast.dora, at=timezone.now() + timedelta(hours=2)
        )
    refused = problem(machine.delete(f"segments/{segment}/"), 409, "segment_in_use")
    assert "“Sale” is scheduled for this segment." in refused["detail"]
    page = sign_in(cast.dora).delete(f"/segments/{segment}/", follow=True)
    assert "“Sale” is scheduled for this segment." in words(page.content)
    assert machine.get(f"segments/{segment}/").status_code == 200
