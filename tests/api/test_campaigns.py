"""M1, G1: campaigns by the API: written, looked at, sent, held and ended; each call again changes nothing."""

import pytest

from accounts import tenancy
from campaigns.models import Campaign, Segment
from tests.world import ACME_NUMBER, GLOBEX_NUMBER

DRAFT = {"name": "Spring sale", "text": "20 % off, {first_name}!"}


@pytest.fixture
def draft(machine):
    return machine.post("campaigns/", DRAFT).json()


def test_g1_a_draft_is_written_and_changed(machine, draft):
    assert (draft["state"], draft["kind"], draft["audience"], draft["segment"]) == (
        "draft",
        "marketing",
        "subscribers",
        None,
    )
    changed = machine.patch(f"campaigns/{draft['id']}/", {"text": "30 % off"}).json()
    assert (changed["name"], changed["text"]) == ("Spring sale", "30 % off")
    assert [each["id"] for each in machine.get("campaigns/").json()["results"]] == [draft["id"]]
    assert machine.get(f"campaigns/{draft['id']}/").json() == changed
    assert machine.delete(f"campaigns/{draft['id']}/").status_code == 200
    assert machine.get("campaigns/").json()["results"] == []


def test_g1_the_same_client_id_makes_one(machine):
    body = DRAFT | {"client_id": "6f0b8a52-63ce-4b51-9d0c-7a0ae5c0b3f1"}
    first, second = (machine.post("campaigns/", body).json() for _ in range(2))
    assert first == second


def test_g1_what_sending_would_take(machine, draft):
    forecast = machine.get(f"campaigns/{draft['id']}/forecast/").json()
    assert (forecast["people"], forecast["meant"], forecast["credits"]) == (2, 2, 2)
    assert forecast["body"] == "Acme: 20 % off, Sam!" and forecast["problems"] == []
    assert not forecast["is_exact"] and "Reply STOP" in forecast["warnings"][0]


def test_g1_schedule_pause_go_on_and_cancel_each_twice(machine, draft):
    path = f"campaigns/{draft['id']}"
    steps = [
        ("post", "schedule", {"send_at": "2027-03-01T09:00:00Z"}, "scheduled"),
        ("delete", "schedule", None, "draft"),
        ("post", "schedule", {}, "preparing"),
        ("post", "pause", {}, "paused"),
        ("delete", "pause", None, "preparing"),
        ("post", "cancellation", {}, "cancelled"),
    ]
    for method, noun, body, state in steps:
        for _ in range(2):
            sent = [body] if body is not None else []
            answer = getattr(machine, method)(f"{path}/{noun}/", *sent)
            assert answer.status_code in (200, 201) and answer.json()["state"] == state, noun


def test_g1_too_late_is_a_conflict(machine, draft, problem):
    path = f"campaigns/{draft['id']}"
    problem(machine.post(f"{path}/pause/", {}), 409, "campaign_state")
    machine.post(f"{path}/schedule/", {})
    problem(machine.patch(f"{path}/", {"text": "x"}), 409, "campaign_state")
    problem(machine.delete(f"{path}/"), 409, "campaign_state")


@pytest.mark.parametrize(
    ("changed", "schedule", "said"),
    [
        ({"text": ""}, {}, "Write the text first."),
        ({"text": "x" * 1600}, {}, "1,606 characters"),
        ({}, {"send_at": "2020-01-01T00:00:00Z"}, "This time has passed."),
    ],
)
def test_g1_bad_input_is_told_before_anything_is_sent(machine, problem, changed, schedule, said):
    made = machine.post("campaigns/", DRAFT | changed).json()
    refused = problem(machine.post(f"campaigns/{made['id']}/schedule/", schedule), 400, "invalid")
    assert said in str(refused)
    assert machine.get(f"campaigns/{made['id']}/").json()["state"] == "draft"


@pytest.mark.parametrize(
    "changed", [{"text": "Hi {nobody}"}, {"name": ""}, {"segment": 10**9}, {"number": 10**9}, {"kind": "x"}]
)
def test_g1_what_makes_no_sense_is_no_draft(machine, problem, changed):
    refused = problem(machine.post("campaigns/", DRAFT | changed), 400, "invalid")
    assert list(refused["errors"]) == list(changed)


def test_g1_to_a_segment_and_from_a_number(cast, machine):
    with tenancy.enter(cast.acme.pk):
        segment = Segment(account=cast.acme, name="US", normal="us", rules={})
        segment.save()
        number = cast.acme.sms_numbers.get(number=ACME_NUMBER)
    made = machine.post("campaigns/", DRAFT | {"segment": segment.pk, "number": number.pk}).json()
    assert (made["audience"], made["segment"], made["number"]) == ("segment", segment.pk, number.pk)
    back = machine.patch(f"campaigns/{made['id']}/", {"segment": None}).json()
    assert (back["audience"], back["segment"]) == ("subscribers", None)


def test_a1_another_accounts_segment_and_number_are_unknown(cast, machine, stranger, problem):
    with tenancy.enter(cast.globex.pk):
        foreign = cast.globex.sms_numbers.get(number=GLOBEX_NUMBER)
        segment = Segment.objects.create(account=cast.globex, name="Theirs", normal="theirs")
    for changed in ({"number": foreign.pk}, {"segment": segment.pk}):
        problem(machine.post("campaigns/", DRAFT | changed), 400, "invalid")
    machine.post("campaigns/", DRAFT)
    assert stranger.get("campaigns/").json()["results"] == []


def test_g1_a_test_text_goes_to_ones_own_phone(cast, machine, draft, problem):
    answer = machine.post(f"campaigns/{draft['id']}/trials/", {"phones": ["+1 503 555 0177"]})
    assert answer.status_code == 201 and len(answer.json()["messages"]) == 1
    problem(machine.post(f"campaigns/{draft['id']}/trials/", {"phones": ["soon"]}), 400, "invalid")
    with tenancy.enter(cast.acme.pk):
        assert Campaign.objects.get().trials.count() == 1
