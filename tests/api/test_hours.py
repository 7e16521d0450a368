"""E10 over the API: at night an answer takes `confirm_hours`, or a time by day."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from accounts import tenancy
from inbox.models import Message
from profiles.models import Profile
from tests.daytime import zone_at

pytestmark = pytest.mark.usefixtures("real_hours")
MESSAGES, SCHEDULED = "tickets/1/messages/", "tickets/1/scheduled-replies/"


@pytest.fixture
def night(cast):
    with tenancy.enter(cast.acme.pk):
        Profile.objects.filter(pk=cast.paula.pk).update(time_zone=zone_at(3))
        Message.objects.filter(profile=cast.paula).update(sent_at=timezone.now() - timedelta(hours=2))


def test_e10_an_answer_at_night_is_a_problem_that_says_until_when(machine, night, problem):
    found = problem(machine.post(MESSAGES, {"body": "Hello"}), 409, "outside_hours")
    opens_at = datetime.fromisoformat(found["opens_at"])
    assert timezone.now() < opens_at < timezone.now() + timedelta(hours=5, minutes=1)
    assert found["detail"].startswith("It is 03:")
    assert machine.post(SCHEDULED, {"body": "Hello", "send_at": found["opens_at"]}).status_code == 201


def test_e10_confirmed_it_is_sent(machine, night):
    assert machine.post(MESSAGES, {"body": "Hello", "confirm_hours": True}).status_code == 201


def test_e10_a_reply_scheduled_for_the_night_takes_the_same_word(machine, night, problem):
    at = (timezone.now() + timedelta(hours=24)).isoformat()
    problem(machine.post(SCHEDULED, {"body": "Hello", "send_at": at}), 409, "outside_hours")
    made = machine.post(SCHEDULED, {"body": "Hello", "send_at": at, "confirm_hours": True})
    assert made.status_code == 201
    one = f"{SCHEDULED}{made.json()['id']}/"
    again = {"send_at": (timezone.now() + timedelta(hours=25)).isoformat()}
    problem(machine.patch(one, again), 409, "outside_hours")
    assert machine.patch(one, again | {"confirm_hours": True}).status_code == 200


def test_a_confirmation_that_is_neither_yes_nor_no_is_refused(machine, problem):
    found = problem(machine.post(MESSAGES, {"body": "Hello", "confirm_hours": "perhaps"}), 400, "invalid")
    assert "confirm_hours" in found["errors"]
