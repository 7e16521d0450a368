"""Bad input gets a JSON problem and changes nothing; no input gets a 5xx."""

import pytest
from django.db import IntegrityError

from accounts import tenancy
from accounts.models import ApiKey
from inbox.models import Ticket

MESSAGES = "tickets/1/messages/"


@pytest.mark.parametrize(
    "body",
    [b"{", b"\xff\xfe", b'{"body": NaN}', b'{"body": 1e999}', b"[" * 100_000, b'{"body": ' + b"9" * 5000 + b"}"],
    ids=["cut off", "no UTF-8", "NaN", "infinite", "deep", "long number"],
)  # fmt: skip
def test_m1_a_body_that_is_no_json(machine, problem, body):
    problem(machine.post(MESSAGES, body), 400, "malformed")


def test_m1_a_body_that_is_too_large(machine, problem):
    problem(machine.post(MESSAGES, b" " * 300_000), 413, "too_large")


def test_m1_a_body_of_another_type(machine, problem):
    answer = machine.client.post("/api/v1/tickets/1/messages/", {"body": "Hello"})
    problem(answer, 415, "unsupported_media_type")


def test_m1_a_method_that_the_address_does_not_take(machine, problem):
    for method in ("delete", "put", "options"):
        answer = getattr(machine.client, method)("/api/v1/tickets/")
        problem(answer, 405, "method_not_allowed")
        assert "GET" in answer["Allow"]


def test_m1_an_address_that_leads_nowhere(machine, client, problem):
    for path in ("/api/", "/api/v2/tickets/", "/api/v1/tickets/abc/", "/api/v1/tickets/-1/"):
        problem(machine.client.get(path), 404, "not_found")
        problem(client.post(path), 404, "not_found")
    answer = problem(machine.client.post("/api/v1/tickets/1/closure"), 404, "not_found")
    assert "ends with a slash" in answer["detail"]


def test_m1_answers_are_json_only(machine, problem):
    problem(machine.client.get("/api/v1/tickets/", headers={"Accept": "text/html"}), 406, "not_acceptable")
    problem(machine.get("tickets/", format="xml"), 404, "not_found")


def test_m1_an_error_takes_back_what_the_call_had_written(cast, machine, problem, monkeypatch):
    """Even when it comes late: here after the ticket was closed, and after the key's use was noted."""
    from inbox.channels import Refusal

    def close_then_refuse(ticket, by):
        Ticket.objects.filter(pk=ticket.pk).update(closed_at="2026-01-01T00:00Z")
        raise Refusal("no_consent", "Not subscribed to texts", "No.")

    monkeypatch.setattr(Ticket, "close", close_then_refuse)
    answer = problem(machine.post("tickets/1/closure/"), 409, "no_consent")
    assert (answer["title"], answer["detail"]) == ("Not subscribed to texts", "No.")
    with tenancy.enter(cast.acme.pk):
        assert not Ticket.objects.get(number=1).is_closed
        assert ApiKey.objects.get(pk=machine.key.pk).last_used_at is None


def test_m1_a_fault_of_ours_is_not_dressed_up_as_an_answer(cast, machine, monkeypatch):
    def fail(ticket, by):
        Ticket.objects.filter(pk=ticket.pk).update(preview="half done")
        raise IntegrityError

    monkeypatch.setattr(Ticket, "close", fail)
    machine.client.raise_request_exception = False
    assert machine.post("tickets/1/closure/").status_code == 500
    with tenancy.enter(cast.acme.pk):
        assert Ticket.objects.get(number=1).preview != "half done"
