"""E7 over the API: coupon pools and their codes."""

import uuid

import pytest

from accounts import tenancy


@pytest.fixture
def pool(machine):
    return machine.post("coupon-pools/", {"name": "Spring sale"}).json()


def test_e7_made_listed_filled_changed_and_deleted(machine, pool):
    assert (pool["variable"], pool["left"], pool["given"], pool["is_low"]) == (
        "coupon.spring-sale",
        0,
        0,
        True,
    )
    address = f"coupon-pools/{pool['id']}/"
    imported = machine.post(f"{address}codes/", {"codes": ["A1", " B2 ", "A1", "two words", ""]})
    assert imported.status_code == 201
    assert imported.json() == {"added": 2, "duplicates": 1, "wrong": ["two words"]}
    assert [each["code"] for each in machine.get(f"{address}codes/").json()["results"]] == ["B2", "A1"]
    changed = machine.patch(address, {"name": "Sale", "low_at": 1}).json()
    assert (changed["name"], changed["variable"], changed["left"]) == ("Sale", "coupon.spring-sale", 2)
    assert machine.get("coupon-pools/").json()["results"] == [machine.get(address).json()]
    assert machine.delete(address).json()["name"] == "Sale"
    assert machine.get(address).status_code == 404


@pytest.mark.parametrize(
    ("body", "field"),
    [({}, "name"), ({"name": "SPRING SALE"}, "name"), ({"name": "x", "low_at": -1}, "low_at")],
)
def test_e7_what_is_wrong_is_said_by_field(machine, pool, problem, body, field):
    assert field in problem(machine.post("coupon-pools/", body), 400, "invalid")["errors"]


def test_e7_an_answer_takes_a_code_and_a_repeated_call_the_same(cast, machine, pool, problem):
    machine.post(f"coupon-pools/{pool['id']}/codes/", {"codes": ["A1", "B2"]})
    body = {"body": "Sorry! {coupon.spring-sale}", "client_id": str(uuid.uuid4())}
    first, again = (machine.post("tickets/1/messages/", body) for _ in range(2))
    assert (first.status_code, first.json()["body"]) == (201, "Sorry! A1")
    assert (again.status_code, again.json()) == (200, first.json())
    problem(machine.post("tickets/1/messages/", body | {"body": "Another"}), 409, "key_reused")
    given = machine.get(f"coupon-pools/{pool['id']}/codes/").json()["results"][1]
    assert (given["code"], given["profile"]) == ("A1", cast.paula.pk)


@pytest.mark.parametrize("text", ["{coupon.nope}", "{coupon.spring-sale}", "x" * 1601])
def test_e7_what_can_not_be_sent_is_refused_and_nothing_is_kept(cast, machine, pool, problem, text):
    assert "body" in problem(machine.post("tickets/1/messages/", {"body": text}), 400, "invalid")["errors"]
    with tenancy.enter(cast.acme.pk):
        assert not cast.broken_zip.messages.exclude(origin="customer").exists()
