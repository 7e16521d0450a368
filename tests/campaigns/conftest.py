import pytest

from campaigns.models import Campaign
from profiles.models import Profile
from sms import daytime
from tests.campaigns.flowing import Flows
from tests.carrier import new_number


@pytest.fixture
def write(acme):
    """`write("Spring", text="…")`: a draft of acme's."""

    def make(name="Spring sale", text="20 % off, {first_name}!", **values):
        return Campaign.objects.make(acme.acme, name, text=text, **values)

    return make


def subscribers(account, count: int) -> list[Profile]:
    """So many more people who have consented to marketing, made at once."""
    people = Profile.objects.bulk_create(
        Profile(account=account, phone=new_number(), first_name=f"P{n}") for n in range(count)
    )
    for person in people:
        person.give_consent("marketing", "Sign-up form")
    return people


@pytest.fixture
def crowd(acme):
    return lambda count: subscribers(acme.acme, count)


@pytest.fixture
def by_day(monkeypatch):
    """Whatever the clock shows while the tests run, people may be texted."""
    monkeypatch.setattr(daytime, "opens_at", lambda person, now: None)


@pytest.fixture
def flows(cast, by_day):
    return Flows(cast.acme)
