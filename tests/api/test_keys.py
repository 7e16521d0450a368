"""M1: who may call the API, and how often."""

import pytest
import redis

from accounts import tenancy
from accounts.models import ApiKey
from api import throttling

WRITES = [
    ("post", "tickets/1/closure/"), ("delete", "tickets/1/closure/"), ("post", "tickets/1/snooze/"),
    ("delete", "tickets/1/snooze/"), ("post", "tickets/1/assignment/"), ("post", "tickets/1/reading/"),
    ("delete", "tickets/1/reading/"), ("post", "tickets/1/messages/"), ("post", "messages/1/delivery/"),
    ("post", "profiles/"), ("patch", "profiles/1/"), ("post", "profiles/1/consents/"),
]  # fmt: skip


def test_m1_without_a_key_nothing_is_answered(cast, client, problem):
    answer = client.get("/api/v1/tickets/")
    problem(answer, 401, "not_authenticated")
    assert answer["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize(
    "header", ["Bearer hd_nonsense", "Bearer", "Basic YTpi", "hd_nonsense", "Bearer \x00é"]
)
def test_m1_an_unknown_key_is_refused(cast, client, problem, header):
    answer = client.get("/api/v1/tickets/", headers={"Authorization": header})
    problem(answer, 401, "invalid_key")
    assert answer["WWW-Authenticate"] == "Bearer"


def test_m1_a_revoked_key_no_longer_works(cast, machine, problem):
    assert machine.get("tickets/").status_code == 200
    with tenancy.enter(cast.acme.pk):
        machine.key.revoke()
    problem(machine.get("tickets/"), 401, "invalid_key")


def test_m1_a_session_is_no_key(cast, sign_in, problem):
    bob = sign_in(cast.bob)
    bob.prefix = ""
    problem(bob.get("/api/v1/tickets/"), 401, "not_authenticated")


@pytest.mark.parametrize(("method", "path"), WRITES)
def test_m1_a_key_to_read_changes_nothing(reader, problem, method, path):
    arguments = [] if method == "delete" else [{}]
    problem(getattr(reader, method)(path, *arguments), 403, "read_only_key")


def test_m1_a_key_to_read_reads(reader):
    for path in ("account/", "members/", "tickets/", "tickets/1/", "tickets/1/messages/", "profiles/"):
        assert reader.get(path).status_code == 200


def test_m1_the_use_of_a_key_is_remembered(cast, machine):
    machine.get("account/")
    with tenancy.enter(cast.acme.pk):
        assert ApiKey.objects.get(pk=machine.key.pk).last_used_at is not None


@pytest.fixture
def three_a_minute(monkeypatch):
    monkeypatch.setattr(throttling.PerKey, "rate", "3/min", raising=False)
    monkeypatch.setattr(throttling.time, "time", lambda: 1_800_000_015.5)


def test_m1_a_key_may_call_so_often_a_minute(machine, three_a_minute, problem):
    assert [machine.get("account/").status_code for _ in range(3)] == [200, 200, 200]
    answer = machine.get("account/")
    problem(answer, 429, "throttled")
    assert answer["Retry-After"] == "45"


def test_m1_one_key_does_not_use_up_what_another_may(machine, reader, three_a_minute):
    for _ in range(4):
        machine.get("account/")
    assert reader.get("account/").status_code == 200


def test_m1_without_redis_the_api_goes_on_and_counts_by_itself(machine, three_a_minute, monkeypatch, problem):
    def away(*_):
        raise redis.ConnectionError

    monkeypatch.setattr(throttling, "_calls", throttling.Calls())
    monkeypatch.setattr(throttling.Calls, "_count_together", away)
    assert [machine.get("account/").status_code for _ in range(3)] == [200, 200, 200]
    problem(machine.get("account/"), 429, "throttled")
