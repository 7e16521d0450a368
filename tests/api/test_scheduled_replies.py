"""C18 through the API: answers at a time, at an address of their own."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts import tenancy
from inbox import sweeps
from inbox.models import Message, ScheduledReply

PATH = "tickets/1/scheduled-replies/"


def at(**ahead) -> str:
    return (timezone.now() + timedelta(**ahead)).isoformat()


def test_c18_it_is_scheduled_listed_moved_and_sent_when_due(cast, machine):
    answer = machine.post(PATH, {"body": "Good morning", "send_at": at(days=1), "closes": True})
    assert answer.status_code == 201
    made = answer.json()
    assert (made["author"], made["author_name"], made["held"]) == (None, "Shop (API)", False)
    assert machine.get(PATH).json()["results"] == [made]
    assert machine.get("tickets/1/messages/").json()["results"][0]["body"] == "The zip broke"
    moved = machine.patch(f"{PATH}{made['id']}/", {"send_at": at(days=2)}).json()
    assert moved["send_at"] > made["send_at"]
    with tenancy.enter(cast.acme.pk):
        ScheduledReply.objects.update(send_at=timezone.now())
    sweeps.send_scheduled()
    assert machine.get(PATH).json()["results"] == []
    message = machine.get("tickets/1/messages/").json()["results"][0]
    assert (message["body"], message["origin"], message["client_id"]) == (
        "Good morning", "api", made["client_id"],
    )  # fmt: skip
    assert machine.get("tickets/1/").json()["status"] == "closed"


def test_c18_it_is_taken_back_until_it_has_left(cast, machine, problem):
    made = machine.post(PATH, {"body": "Good morning", "send_at": at(days=1)}).json()
    assert machine.delete(f"{PATH}{made['id']}/").json() == made
    problem(machine.delete(f"{PATH}{made['id']}/"), 404, "not_found")
    with tenancy.enter(cast.acme.pk):
        assert not Message.objects.filter(origin="api").exists()


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"send_at": "2020-01-01T00:00:00Z"}, "send_at"), ({"send_at": at(days=400)}, "send_at"),
        ({"send_at": "soon"}, "send_at"), ({"send_at": None}, "send_at"), ({"body": ""}, "body"),
        ({"body": "x" * 1601}, "body"), ({"closes": "perhaps"}, "closes"),
    ],
)  # fmt: skip
def test_c18_what_can_not_be_is_refused(machine, problem, body, field):
    whole = {"body": "Good morning", "send_at": at(days=1)} | body
    assert problem(machine.post(PATH, whole), 400, "invalid")["errors"].keys() == {field}
    assert machine.get(PATH).json()["results"] == []


def test_c18_the_same_client_id_again_adds_nothing_and_sends_nothing_twice(cast, machine, problem):
    once = {"body": "Once", "send_at": at(days=1), "client_id": str(uuid4())}
    assert machine.post(PATH, once).json() == machine.post(PATH, once).json()
    with tenancy.enter(cast.acme.pk):
        ScheduledReply.objects.update(send_at=timezone.now())
    sweeps.send_scheduled()
    problem(machine.post(PATH, once), 409, "key_reused")


def test_e4_who_may_not_be_answered_is_not_scheduled_for(machine, problem):
    later = {"body": "Good morning", "send_at": at(days=1)}
    problem(machine.post("tickets/2/scheduled-replies/", later), 409, "no_consent")
