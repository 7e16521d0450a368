"""H10 through the API: an automation is tried without anybody getting a text."""

import pytest

from accounts import tenancy
from automations.models import Automation
from inbox.models import Message
from tests.automations.talking import Talk


@pytest.fixture
def path(cast):
    with tenancy.enter(cast.acme.pk):
        return f"automations/{Talk(cast).make(on=False).pk}/simulations/"


def test_h10_a_conversation_is_tried(machine, path, cast):
    with tenancy.enter(cast.acme.pk):
        before = Message.objects.count()
    acts = [{"text": "PETS"}, {"text": "cat"}, {"text": "parrot"}, {"wait_minutes": 1440}]
    answer = machine.post(path, {"acts": acts})
    assert answer.status_code == 200
    found = answer.json()
    assert [entry["kind"] for entry in found["entries"]] == [
        "heard", "sent", "heard", "sent", "heard", "sent", "noted", "sent", "noted",
    ]  # fmt: skip
    first, asked, answered, *_ = found["entries"]
    assert "rule" not in first
    assert (asked["label"], asked["encoding"], asked["segments"]) == ("Message 1", "GSM-7", 1)
    assert asked["arrives_at"] == asked["at"]
    assert (answered["rule"], answered["score"], answered["choice"]) == ("exact", 100, "Cat")
    assert found["standing"]["where"] == "Did not answer in time"
    assert found["standing"]["saved"] == [{"name": "pet", "value": "Cat"}]
    with tenancy.enter(cast.acme.pk):
        assert Message.objects.count() == before


def test_h4_whose_phone_it_is_can_be_chosen(machine, path, cast):
    def said(**who):
        entries = machine.post(path, {"acts": [{"text": "PETS"}], **who}).json()["entries"]
        return entries[1]["body"]

    assert said().startswith("What pet")
    assert said(profile=cast.paula.pk).startswith("What pet")
    assert said(subscriber=False).startswith("Only subscribers enter")
    assert said(profile=cast.quinn.pk).startswith("Only subscribers enter")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "acts"),
        ({"acts": []}, "acts"),
        ({"acts": "PETS"}, "acts"),
        ({"acts": [{}]}, "acts.0"),
        ({"acts": [{"text": "x", "wait_minutes": 1}]}, "acts.0"),
        ({"acts": [{"wait_minutes": 0}]}, "acts.0.wait_minutes"),
        ({"acts": [{"text": "\0"}]}, "acts.0.text"),
        ({"acts": [{"text": "x" * 1601}]}, "acts.0.text"),
        ({"acts": [{"text": "x"}] * 61}, "acts"),
        ({"acts": [{"text": "x"}], "profile": 10**9}, "profile"),
        ({"acts": [{"text": "x"}], "version": -1}, "version"),
    ],
)
def test_h10_what_is_no_conversation_is_refused(machine, path, problem, body, field):
    assert any(name.startswith(field) for name in problem(machine.post(path, body), 400, "invalid")["errors"])


def test_a1_an_automation_or_person_of_another_account_is_not_found(machine, stranger, path, problem, cast):
    problem(stranger.post(path, {"acts": [{"text": "PETS"}]}), 404, "not_found")
    answer = machine.post(path, {"acts": [{"text": "PETS"}], "profile": cast.secret.profile_id})
    assert "profile" in problem(answer, 400, "invalid")["errors"]


def test_h10_it_is_tried_on_a_phone_of_ones_own(machine, path, problem, cast):
    path = path.replace("simulations", "trials")
    answer = machine.post(path, {"phone": cast.paula.phone})
    assert answer.status_code == 201
    assert answer.json()["profile"] == cast.paula.pk
    with tenancy.enter(cast.acme.pk):
        assert Talk(cast).session_of(cast.paula).pk == answer.json()["session"]
    problem(machine.post(path, {"phone": cast.paula.phone}), 409, "in_automation")
    problem(machine.post(path, {"phone": cast.quinn.phone}), 409, "no_consent")
    assert "phone" in problem(machine.post(path, {"phone": "me"}), 400, "invalid")["errors"]


def test_h1_a_draft_that_is_incomplete_is_not_tried_on_a_phone(machine, problem, cast):
    with tenancy.enter(cast.acme.pk):
        empty = Automation.objects.make(cast.acme, "Empty")
    answer = machine.post(f"automations/{empty.pk}/trials/", {"phone": cast.paula.phone})
    assert "phone" in problem(answer, 400, "invalid")["errors"]
