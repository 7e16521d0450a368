"""G7: scripts with anything in them are kept or refused by field, never a 500, and what was kept can be tried."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

WILD = st.one_of(
    st.none(), st.booleans(), st.integers(-1, 2**70), st.floats(), st.text(max_size=12), st.lists(st.text(max_size=3)),
    st.sampled_from(["next", "end", "default", "a", "b", "\0", "\ud800", "x" * 2000, "{answers.a}", "{", [], {}, "STOP"]),
)  # fmt: skip


def rows(names: list[str], **parts) -> st.SearchStrategy:
    """Rows with some of these fields, whatever stands in them."""
    return st.one_of(
        WILD,
        st.fixed_dictionaries({}, optional=dict.fromkeys(names, WILD) | parts),
    )


SMALL = st.text("ab1 é🐱", max_size=6)
CHOICE = rows(["id", "recommendation", "tag", "leads_to"], text=SMALL, synonyms=st.lists(SMALL, max_size=3))
MESSAGE = rows(["id", "name", "text", "save_as", "x"], choices=st.lists(CHOICE, max_size=3))
BODY = st.fixed_dictionaries(
    {"name": st.just("Wild")},
    optional=dict.fromkeys(["trigger", "trigger_source", "trigger_hours", "template", "fallback"], WILD)
    | {"messages": st.lists(MESSAGE, max_size=3), "keywords": st.lists(st.one_of(WILD, SMALL), max_size=3)},
)
SENSIBLE = st.fixed_dictionaries(
    {"name": st.just("Sensible")},
    optional={
        "messages": st.lists(
            st.fixed_dictionaries(
                {"text": SMALL, "choices": st.lists(st.fixed_dictionaries({"text": SMALL}), max_size=4)}
            ),
            max_size=5,
        ),
        "reprompt": st.text(max_size=20),
        "recommendation": st.text(max_size=20),
        "max_reprompts": st.integers(0, 5),
    },
)
often = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


@often
@example({"name": "Wild", "trigger": "\ud800"})
@example({"name": "Wild", "\ud800": 1, "messages": [{"\ud800": "\ud800"}]})
@given(BODY)
def test_g7_no_script_breaks_the_api(acme, machine, body):
    tried(machine, body)


@often
@given(SENSIBLE)
def test_g7_what_was_kept_is_checked_tried_and_switched_on_or_refused(acme, machine, body):
    tried(machine, body)


def tried(machine, body) -> None:
    answer = machine.post("automations/", body)
    assert answer.status_code in (201, 400), answer.content
    if answer.status_code == 400:
        return
    path = f"automations/{answer.json()['id']}/"
    problems = machine.get(f"{path}problems/").json()["problems"]
    assert machine.patch(path, {"messages": answer.json()["draft"]["messages"]}).json() == answer.json()
    on = machine.post(f"{path}switch/")
    assert on.status_code == (200 if all(each["advice"] for each in problems) else 400)
    acts = {"acts": [{"text": "a"}, {"text": "1"}, {"wait_minutes": 1440}]}
    assert machine.post(f"{path}simulations/", acts).status_code == 200
    machine.delete(path)


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b'"x"', b"{", b"\xff", b'{"messages": {"0": {}}}'])
def test_g7_no_body_at_all_breaks_it(machine, problem, body):
    assert machine.post("automations/", body).status_code == 400
