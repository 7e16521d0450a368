"""G2: flows are listed, built, tried, switched on and off in the browser, and show what came of them."""

import pytest

from accounts import tenancy
from campaigns import advancing
from campaigns.models import Flow
from inbox.models import Delivery, Message
from tests.pages import field_error, part, words

HTMX = {"HX-Request": "true"}
START = {
    "name": "Welcome", "kind": "marketing", "metric": "Subscribed", "reentry": "once", "reentry_days": "30", "goal": "",
}  # fmt: skip
STEPS = {
    "step": ["a", "b", "c"],
    "a-kind": "text", "a-text": "Hello {first_name}",
    "b-kind": "wait", "b-number": "2", "b-unit": "hours", "b-time": "10:00",
    "c-kind": "text", "c-text": "Bye",
}  # fmt: skip


@pytest.fixture
def dora(cast, sign_in):
    return sign_in(cast.dora)


@pytest.fixture
def flow(flows) -> Flow:
    return flows.make(steps=[], metric="", on=False)


def kinds(flows, flow) -> list[str]:
    with flows.inside():
        return [step.kind for step in Flow.objects.get(pk=flow.pk).draft.read_steps()]


def draft(flows, flow):
    with flows.inside():
        return Flow.objects.select_related("source").get(pk=flow.pk).draft


# The list


def test_g2_the_list_is_empty_then_has_the_flow_that_is_made(cast, dora):
    assert "No flows yet" in words(dora.get("/flows/").content)
    answer = dora.post("/flows/", {"name": "  Welcome  back "})
    with tenancy.enter(cast.acme.pk):
        made = Flow.objects.select_related("source").get()
    assert answer.url == f"/a/acme/flows/{made.pk}/draft/"
    assert made.name == "Welcome back"
    assert "Welcome back Draft Not finished yet" in words(dora.get("/flows/").content)


@pytest.mark.parametrize("name", ["", "x" * 121])
def test_g2_a_flow_needs_a_name(dora, name):
    answer = dora.post("/flows/", {"name": name})
    assert (answer.status_code, bool(field_error(answer, "name"))) == (422, True)


def test_g2_the_list_asks_as_much_for_ten_flows_as_for_one(dora, flows, django_assert_max_num_queries):
    for number in range(10):
        flows.make(name=f"Flow {number}")
    with django_assert_max_num_queries(12):
        dora.get("/flows/")


@pytest.mark.parametrize("who", ["bob", "anna"])
def test_a2_flows_are_for_those_who_manage_automations(cast, sign_in, flow, who):
    client = sign_in(getattr(cast, who))
    for path in ("/flows/", f"/flows/{flow.pk}/", f"/flows/{flow.pk}/draft/"):
        assert client.get(path).status_code == 403


def test_a1_a_flow_of_another_account_is_not_found(cast, sign_in, flows):
    flow = flows.make()
    flows.happen(cast.paula, "Subscribed")
    charlie = sign_in(cast.charlie)
    for method, path in (
        ("get", f"/flows/{flow.pk}/"), ("delete", f"/flows/{flow.pk}/"), ("get", f"/flows/{flow.pk}/draft/"),
        ("post", f"/flows/{flow.pk}/draft/"), ("post", f"/flows/{flow.pk}/switch/"),
        ("delete", f"/flows/{flow.pk}/switch/"), ("get", f"/flows/{flow.pk}/rehearsal/"),
        ("get", f"/profiles/{cast.paula.pk}/flows/"), ("delete", f"/enrolments/{flows.inside_now[0].pk}/"),
    ):  # fmt: skip
        assert getattr(charlie, method)(path).status_code == 404
    assert len(flows.inside_now) == 1


# The builder


def test_g2_what_is_typed_is_kept_and_what_is_missing_is_said(dora, flows, flow):
    typed = START | STEPS | {"c-text": " "}
    answer = dora.post(f"/flows/{flow.pk}/draft/", typed, headers=HTMX)
    assert answer.status_code == 200
    assert "Before it can be switched on: Write the text." in words(part(answer, "flow-said"))
    assert "Write the text." in words(part(answer, "said-c"))
    assert kinds(flows, flow) == ["text", "wait", "text"]
    assert "2" in part(dora.get(f"/flows/{flow.pk}/draft/"), "step-b")


@pytest.mark.parametrize(
    ("do", "after"),
    [
        ("add text ", ["text", "text", "wait", "text"]),
        ("add wait c", ["text", "wait", "text", "wait"]),
        ("remove b", ["text", "text"]),
        ("up b", ["wait", "text", "text"]),
        ("down b", ["text", "text", "wait"]),
        ("up a", ["text", "wait", "text"]),
        ("add nonsense c", ["text", "wait", "text"]),
        ("remove nonsense", ["text", "wait", "text"]),
        ("", ["text", "wait", "text"]),
    ],
)
@pytest.mark.parametrize("headers", [{}, HTMX])
def test_g2_steps_are_added_moved_and_removed(dora, flows, flow, do, after, headers):
    answer = dora.post(f"/flows/{flow.pk}/draft/", START | STEPS | {"do": do}, headers=headers)
    assert answer.status_code == (200 if headers else 302)
    assert kinds(flows, flow) == after


def test_g2_conditions_of_the_event_are_added_and_dropped(dora, flows, flow):
    rows = {
        "condition-name": ["value", "size"],
        "condition-operator": ["greater", "set"],
        "condition-value": ["5", ""],
    }
    dora.post(f"/flows/{flow.pk}/draft/", START | STEPS | rows | {"do": "ask"})
    assert [row["name"] for row in draft(flows, flow).conditions] == ["value", "size", ""]
    dora.post(f"/flows/{flow.pk}/draft/", START | STEPS | rows | {"do": "drop 0"})
    assert draft(flows, flow).conditions == [{"name": "size", "operator": "set", "value": ""}]


def test_g2_a_refused_form_keeps_what_was_typed_and_saves_nothing(dora, flows, flow):
    answer = dora.post(f"/flows/{flow.pk}/draft/", START | STEPS | {"name": ""}, headers=HTMX)
    assert (answer.status_code, bool(field_error(answer, "name"))) == (422, True)
    assert "Hello {first_name}" in part(answer, "step-a")
    assert kinds(flows, flow) == []


@pytest.mark.parametrize("number", ["", "x", "-1", "9" * 30, "0"])
def test_g2_a_wait_that_is_no_number_is_kept_and_said(dora, flow, number):
    answer = dora.post(f"/flows/{flow.pk}/draft/", START | STEPS | {"b-number": number}, headers=HTMX)
    assert "Wait between 1 minute and 365 days." in words(part(answer, "said-b"))


def test_g2_the_button_that_switches_it_on_saves_what_stands_there(dora, flows, flow):
    answer = dora.post(f"/flows/{flow.pk}/switch/", START | STEPS)
    assert answer.url == f"/a/acme/flows/{flow.pk}/"
    with flows.inside():
        assert Flow.objects.get(pk=flow.pk).state == "on"
    refused = dora.post(f"/flows/{flow.pk}/switch/", START | STEPS | {"a-text": ""})
    assert refused.status_code == 422
    with flows.inside():
        assert Flow.objects.get(pk=flow.pk).live_version.number == 1


def test_g2_to_look_at_the_builder_begins_no_version(dora, flows):
    flow = flows.make()
    dora.get(f"/flows/{flow.pk}/draft/")
    assert draft(flows, flow) is None
    dora.post(f"/flows/{flow.pk}/draft/", START | STEPS)
    assert draft(flows, flow).number == 2
    dora.delete(f"/flows/{flow.pk}/draft/")
    assert draft(flows, flow) is None


def test_g2_it_is_tried_without_sending_anything(cast, dora, flows):
    flow = flows.make(on=False)
    answer = dora.get(f"/flows/{flow.pk}/rehearsal/?person=Paula")
    said = words(answer.content)
    assert (
        "Hi Paula, welcome to Acme!" in said
        and "10 % off at Acme today" in said
        and said.endswith("Went through to the end")
    )
    assert "Opted out" in words(dora.get(f"/flows/{flow.pk}/rehearsal/?person=%2B15035550103").content)
    assert "Nobody here is “Zoe”" in words(dora.get(f"/flows/{flow.pk}/rehearsal/?person=Zoe").content)
    assert "Finish the steps" in words(
        dora.get(f"/flows/{flows.make(steps=[], on=False).pk}/rehearsal/?person=Paula").content
    )
    assert (flows.sent, flows.inside_now) == ([], [])


# What came of it


def test_g2_results_per_step(cast, dora, flows):
    """Paula got both texts, answered the second and is through; Sue waits; Quinn opted out while waiting."""
    flow = flows.make(metric="Placed order")
    with flows.inside():
        cast.quinn.give_consent("marketing", "Form")
    for who in (cast.paula, cast.quinn):
        flows.happen(who, "Placed order")
    advancing.advance_due()
    with flows.inside():
        cast.quinn.withdraw_consent("Texted STOP")
    flows.pass_by(days=2)
    flows.happen(cast.sue, "Placed order")
    advancing.advance_due()
    with flows.inside():
        Delivery.objects.filter(message__origin="flow", message__profile=cast.paula).update(state="delivered")
        second = Message.objects.get(origin="flow", body="10 % off at Acme today")
        reply = Message.objects.filter(profile=cast.paula, origin="customer")
        reply.update(attributed_to=second, source=flow.source)
    said = words(dora.get(f"/flows/{flow.pk}/").content)
    assert "Entered 3 Inside now 1" in said
    assert "3 came here 1 sent 1 delivered 2 on their way 0 replied" in said
    assert "Wait 1 day 3 came here 1 waits 1 left: opted out" in said
    assert "1 came here 1 sent 1 delivered 1 replied" in said


def test_g2_switched_off_by_those_who_may(cast, dora, flows):
    flow = flows.make()
    flows.happen(cast.paula, "Subscribed")
    assert "What about the 1 inside?" in words(dora.get(f"/flows/{flow.pk}/").content)
    dora.post(f"/flows/{flow.pk}/switch/", {"_method": "DELETE", "people": "stop"})
    assert flows.left() == ["switched_off"]
    dora.post(f"/flows/{flow.pk}/switch/")
    with flows.inside():
        assert Flow.objects.get(pk=flow.pk).state == "on"


def test_g2_a_flow_that_has_results_is_not_deleted(dora, flows, flow):
    kept = flows.make()
    assert dora.delete(f"/flows/{kept.pk}/").url == f"/a/acme/flows/{kept.pk}/"
    dora.delete(f"/flows/{flow.pk}/")
    with flows.inside():
        assert list(Flow.objects.all()) == [kept]


def test_g2_agents_see_the_flows_that_a_person_is_in_and_take_them_out(cast, sign_in, flows):
    flows.make()
    flows.happen(cast.paula, "Subscribed")
    bob = sign_in(cast.bob)
    assert f"/profiles/{cast.paula.pk}/flows/" in bob.get("/tickets/1/").content.decode()
    assert "Welcome goes on" in words(bob.get(f"/profiles/{cast.paula.pk}/flows/").content)
    answer = bob.delete(f"/enrolments/{flows.inside_now[0].pk}/", headers=HTMX)
    assert "In none now." in words(answer.content)
    assert flows.left() == ["taken_out"]
