"""G2 through the API: flows are made, changed, switched on and off; any event that is recorded starts them."""

import pytest

from campaigns import advancing
from sms import daytime
from tests.campaigns.flowing import Flows

STEPS = [{"kind": "text", "text": "Hi {first_name}"}, {"kind": "wait", "number": 2, "unit": "hours"}]


@pytest.fixture
def flows(cast, monkeypatch):
    monkeypatch.setattr(daytime, "opens_at", lambda person, now: None)
    return Flows(cast.acme)


def make(machine, **more) -> dict:
    answer = machine.post("flows/", {"name": "Welcome", "metric": "Ordered", "steps": STEPS} | more)
    assert answer.status_code == 201, answer.json()
    return answer.json()


def test_g2_a_flow_is_made_switched_on_and_shown(machine):
    made = make(machine)
    assert (made["state"], made["version"], made["draft"]["number"]) == ("draft", None, 1)
    on = machine.post(f"flows/{made['id']}/switch/").json()
    assert (on["state"], on["draft"], on["version"]["number"]) == ("on", None, 1)
    assert machine.get(f"flows/{made['id']}/").json() == on
    assert machine.get("flows/").json()["results"] == [on]
    text, wait = on["version"]["steps"]
    assert (text["text"], wait["number"], wait["unit"]) == ("Hi {first_name}", 2, "hours")


def test_g2_a_change_is_a_draft_until_it_is_switched_on_and_steps_keep_their_ids(machine):
    made = make(machine)
    machine.post(f"flows/{made['id']}/switch/")
    first = made["draft"]["steps"][0]
    changed = machine.patch(
        f"flows/{made['id']}/", {"name": "Hello", "steps": [first | {"text": "Ahoy"}]}
    ).json()
    assert changed["name"] == "Hello"
    assert (changed["version"]["number"], changed["draft"]["number"]) == (1, 2)
    assert changed["draft"]["steps"] == [{"kind": "text", "id": first["id"], "text": "Ahoy"}]
    machine.post(f"flows/{made['id']}/switch/")
    numbers = [row["number"] for row in machine.get(f"flows/{made['id']}/versions/").json()["results"]]
    assert numbers == [2, 1]


def test_g2_what_is_missing_is_said_when_it_is_switched_on(machine, problem):
    made = make(machine, metric="", steps=[])
    said = problem(machine.post(f"flows/{made['id']}/switch/"), 400, "invalid")["detail"]
    assert said == "Choose the event that starts it. Add a text: without one nobody gets anything."


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "\n"}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"metric": "x" * 81}, "metric"),
        ({"kind": "spam"}, "kind"),
        ({"reentry_days": 0}, "reentry_days"),
        ({"steps": [{"kind": "jump"}]}, "steps.0.kind"),
        ({"steps": [{"kind": "wait", "unit": "years"}]}, "steps.0.unit"),
        ({"steps": [{"kind": "text", "id": "A B"}]}, "steps.0.id"),
        ({"steps": [{"kind": "text", "id": "a"}, {"kind": "text", "id": "a"}]}, "steps"),
        ({"conditions": [{"name": "value", "operator": "like"}]}, "conditions.0.operator"),
    ],
)
def test_g2_bad_input_is_refused_by_field_and_changes_nothing(machine, problem, body, field):
    made = make(machine)
    assert field in problem(machine.post("flows/", {"name": "Other"} | body), 400, "invalid")["errors"]
    problem(machine.patch(f"flows/{made['id']}/", body), 400, "invalid")
    assert machine.get("flows/").json()["results"] == [made]


def test_g2_any_event_starts_it_and_the_people_inside_are_listed_and_taken_out(cast, machine, flows):
    made = make(machine)
    machine.post(f"flows/{made['id']}/switch/")
    flows.happen(cast.paula, "ordered")
    advancing.advance_due()
    (inside,) = machine.get(f"flows/{made['id']}/enrolments/", running="true").json()["results"]
    assert (inside["profile"], inside["version"], inside["left_reason"]) == (cast.paula.pk, 1, "")
    assert inside["passed"] == [made["draft"]["steps"][0]["id"]]
    assert inside["step"] == made["draft"]["steps"][1]["id"]
    assert machine.get(f"profiles/{cast.paula.pk}/enrolments/").json()["results"] == [inside]
    out = machine.delete(f"enrolments/{inside['id']}/").json()
    assert (out["left_reason"], machine.delete(f"enrolments/{inside['id']}/").json()) == ("taken_out", out)
    assert machine.get(f"flows/{made['id']}/enrolments/", running="true").json()["results"] == []


def test_g2_consent_that_is_recorded_by_the_api_subscribes(cast, machine, flows):
    made = make(machine, metric="Subscribed")
    machine.post(f"flows/{made['id']}/switch/")
    consent = {"kind": "marketing", "given": True, "source": "Checkout"}
    machine.post(f"profiles/{cast.quinn.pk}/consents/", consent)
    assert [enrolment.profile.first_name for enrolment in flows.inside_now] == ["Quinn"]


@pytest.mark.parametrize(
    ("how", "left"), [("", []), ("?people=finish", []), ("?people=stop", ["switched_off"])]
)
def test_g2_switched_off_the_people_inside_finish_or_stop(cast, machine, flows, how, left):
    made = make(machine)
    machine.post(f"flows/{made['id']}/switch/")
    flows.happen(cast.paula, "Ordered")
    assert machine.delete(f"flows/{made['id']}/switch/{how}").json()["state"] == "off"
    assert flows.left() == left


def test_g2_only_what_was_never_on_is_deleted(machine, problem):
    one, other = make(machine), make(machine)
    assert machine.delete(f"flows/{one['id']}/").json() == one
    machine.post(f"flows/{other['id']}/switch/")
    problem(machine.delete(f"flows/{other['id']}/"), 409, "was_on")


def test_a2_a_key_that_reads_changes_no_flow(machine, reader, problem):
    made = make(machine)
    assert reader.get(f"flows/{made['id']}/").status_code == 200
    problem(reader.post(f"flows/{made['id']}/switch/"), 403, "read_only_key")
