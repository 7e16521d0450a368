"""K3 through the API."""

import pytest


def test_k3_a_program_blocks_and_unblocks(cast, machine, problem):
    path = f"profiles/{cast.paula.pk}/block/"
    profile = machine.post(path, {"reason": "Chargeback fraud"})
    assert profile.status_code == 200
    assert profile.json()["blocked_at"]
    assert machine.get("tickets/1/").json()["status"] == "closed"
    assert machine.get("tickets/1/").json()["refusal"]["code"] == "blocked"
    problem(machine.post("tickets/1/messages/", {"body": "Hello"}), 409, "blocked")
    assert machine.delete(path).json()["blocked_at"] is None
    assert machine.get("tickets/1/").json()["status"] == "open"


def test_k3_its_history_says_who_and_why(cast, machine):
    path = f"profiles/{cast.paula.pk}/block/"
    machine.post(path)
    machine.delete(path)
    machine.post(path, {"reason": "Spam"})
    acts = machine.get(path).json()["results"]
    assert [(act["blocked"], act["reason"], act["actor"]) for act in acts] == [
        (True, "Spam", {"kind": "api", "name": "Shop (API)"}),
        (False, "", {"kind": "api", "name": "Shop (API)"}),
        (True, "", {"kind": "api", "name": "Shop (API)"}),
    ]


def test_k3_blocked_profiles_are_found(cast, machine):
    machine.post(f"profiles/{cast.paula.pk}/block/")
    names = {
        blocked: {profile["name"] for profile in machine.get("profiles/", blocked=blocked).json()["results"]}
        for blocked in ("true", "false")
    }
    assert names == {"true": {"Paula"}, "false": {"Quinn", "Sam", "Sue"}}


@pytest.mark.parametrize("reason", ["x" * 201, ["x"], "nul\0"])
def test_k3_a_reason_that_can_not_be_kept_is_refused(cast, machine, problem, reason):
    problem(machine.post(f"profiles/{cast.paula.pk}/block/", {"reason": reason}), 400, "invalid")
    assert machine.get(f"profiles/{cast.paula.pk}/").json()["blocked_at"] is None


def test_k3_blocked_at_is_not_writable(cast, machine):
    machine.patch(f"profiles/{cast.paula.pk}/", {"blocked_at": "2026-01-01T00:00:00Z"})
    assert machine.get(f"profiles/{cast.paula.pk}/").json()["blocked_at"] is None


def test_k3_a_key_that_may_only_read_blocks_nobody(cast, reader, problem):
    problem(reader.post(f"profiles/{cast.paula.pk}/block/"), 403, "read_only_key")
