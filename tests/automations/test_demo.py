"""The demo account tells the reference story (H15): whoever starts it has results to read and a survey to try."""

import pytest
from django.utils import timezone

from automations.models import Ended
from automations.standing import standing_of
from inbox.models import Delivery, Ticket
from profiles.models import Profile
from sandbox import pets, surveying


class Wall:
    """A carrier that takes what stands on the phones."""

    def __init__(self):
        self.texts = []

    def history(self, texts):
        self.texts += texts
        return [f"SD{number:032d}" for number in range(len(self.texts))]


@pytest.fixture
def wall(acme, monkeypatch):
    """Paula takes the place of Nadia, whose ticket the demo has by then."""
    *others, nadia = pets.STORIES
    monkeypatch.setattr(pets, "STORIES", [*others, nadia._replace(phone=acme.paula.phone)])
    wall = Wall()
    surveying.furnish(acme.acme, acme.number, wall)
    return wall


def test_h15_the_survey_is_on_and_has_had_people(acme, wall):
    survey = acme.acme.automations.get()
    assert survey.is_on and all(problem.advice for problem in survey.problems(survey.version))
    sessions = survey.sessions.all()
    assert sessions.count() == len(pets.STORIES)
    assert {Ended.RECOMMENDED, Ended.REPROMPTS, Ended.TIMEOUT} <= set(
        sessions.values_list("ended", flat=True)
    )
    assert sessions.filter(heard__choice="").exists(), "words that were not understood"
    assert not sessions.filter(started_at__gt=timezone.now()).exists()
    assert not Delivery.objects.filter(state="queued").exists(), "nothing of the past leaves now"
    segment = acme.acme.segments.get(name="Cat people")
    assert set(segment.profiles()) == set(Profile.objects.filter(properties__pet="Cat")) != set()
    assert acme.acme.campaigns.get().text == pets.INVITATION


def test_h13_somebody_is_inside_and_it_stands_on_their_phone(acme, wall):
    standing = standing_of(Ticket.objects.by_number(1))
    assert (standing.name, standing.place, standing.places) == ("Pets survey", 2, 2)
    assert [text["body"].partition("\n")[0] for text in wall.texts][:3] == [
        "PETS",
        "Thanks, Paula! What pet do you have?",
        "1",
    ]
