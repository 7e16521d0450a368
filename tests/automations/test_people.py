"""H12: who is in an automation and who was, parts of them, and the file."""

import csv
import io

import pytest

from accounts import tenancy
from automations import trying
from automations.models import Automation
from automations.outcomes.not_understood import not_understood
from automations.outcomes.people import PeopleForm, listed, table
from profiles.models import Profile
from tests.pages import words


@pytest.fixture
def pets(talk, acme) -> Automation:
    """Paula has a small cat, Sue has stopped after “dog”, Quinn is asked what he has."""
    automation = talk.make()
    acme.quinn.give_consent("marketing", "Sign-up form")
    for person, *said in (
        (acme.paula, "PETS", "cat", "1"),
        (acme.sue, "PETS", "dog", "STOP"),
        (acme.quinn, "pets"),
    ):
        for text in said:
            talk.text(person, text)
    return automation


def shown(client, automation, **query) -> str:
    tenancy.settle_in(None)
    answer = client.get(f"/automations/{automation.pk}/people/", query)
    assert answer.status_code == 200
    return answer.content.decode()


def names(page: str) -> list[str]:
    return [name for name in ("Paula", "Sue", "Quinn") if f"{name}</a>" in page]


@pytest.mark.parametrize(
    ("query", "found", "told"),
    [
        ({}, ["Paula", "Sue", "Quinn"], "Everybody who entered"),
        ({"how": "inside"}, ["Quinn"], "Still inside"),
        ({"how": "opted_out"}, ["Sue"], "Opted out"),
        ({"choice": "pet.cat"}, ["Paula"], "Answered “Cat”"),
        ({"choice": "pet.dog", "how": "opted_out"}, ["Sue"], "Answered “Dog” · Opted out"),
        ({"at": "size"}, ["Sue"], "Stopped at “How big is your {answers.pet}?”"),
        ({"at": "pet"}, ["Quinn"], "Stopped at “What pet do you have?”"),
        ({"recommendation": "small"}, ["Paula"], "Recommendation: after “Small”"),
        ({"version": "1", "days": "7"}, ["Paula", "Sue", "Quinn"], "Everybody who entered"),
        ({"choice": "no.such"}, [], "Answered “”"),
        ({"choice": "nonsense", "how": "nonsense"}, ["Paula", "Sue", "Quinn"], "Everybody who entered"),
    ],
)
def test_h12_parts_of_the_people(cast, sign_in, pets, query, found, told):
    page = shown(sign_in(cast.dora), pets, **query)
    assert names(page) == found
    assert told in words(page)


@pytest.mark.parametrize(
    "query", ["how=%00", "choice=a%00.b", "at=%00", "before=x", "choice=..", "recommendation=%00"]
)
def test_h12_wild_addresses_are_no_error(cast, sign_in, pets, query):
    tenancy.settle_in(None)
    assert sign_in(cast.dora).get(f"/automations/{pets.pk}/people/?{query}").status_code == 200


def test_h12_older_ones_are_on_further_pages(cast, sign_in, pets, monkeypatch):
    monkeypatch.setattr("automations.views.people.PAGE", 2)
    client = sign_in(cast.dora)
    first = shown(client, pets, days="7")
    assert names(first) == ["Sue", "Quinn"]
    before = first.split("before=")[1].split('"')[0]
    assert names(shown(client, pets, days="7", before=before)) == ["Paula"]


def test_h11_who_gave_an_answer_that_is_kept_can_be_made_a_segment(cast, sign_in, pets):
    client = sign_in(cast.dora)
    page = shown(client, pets, choice="pet.cat")
    address = page.split("segments/new/?")[1].split('"')[0].replace("&amp;", "&")
    builder = client.get(f"/segments/new/?{address}").content.decode()
    for said in ('value="pet: Cat"', 'value="pet"', 'value="Cat"'):
        assert said in builder
    assert "segments/new/?" not in shown(client, pets, choice="size.small"), "that answer is not kept"


def test_h12_the_file_has_their_answers_and_nothing_in_it_is_a_formula(cast, sign_in, pets):
    with tenancy.enter(cast.acme.pk):
        Profile.objects.filter(first_name="Paula").update(first_name="=HYPERLINK(1)")
    tenancy.settle_in(None)
    answer = sign_in(cast.dora).get(f"/automations/{pets.pk}/people.csv")
    assert answer["Content-Type"].startswith("text/csv")
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode().lstrip("\ufeff"))))
    assert rows[0] == [
        "Name",
        "Phone",
        "Keyword",
        "Version",
        "Entered",
        "Ended",
        "How",
        "pet",
        "size",
        "Recommendation",
    ]
    assert [row[0] for row in rows[1:]] == ["Quinn", "Sue", "'=HYPERLINK(1)"]
    assert rows[3][1] == "'+15035550101"
    assert rows[3][6:] == ["Came to a recommendation", "Cat", "Small", "after “Small”"]
    assert rows[2][6:] == ["Opted out", "Dog", "", ""]
    assert rows[1][5:] == ["", "Still inside", "", "", ""]


def test_h12_the_file_is_of_the_part_that_is_looked_at_and_comes_in_pieces(cast, sign_in, pets, monkeypatch):
    monkeypatch.setattr("automations.outcomes.people.AT_ONCE", 1)
    tenancy.settle_in(None)
    client = sign_in(cast.dora)
    part = client.get(f"/automations/{pets.pk}/people.csv", {"choice": "pet.cat"})
    assert len(list(part.streaming_content)) == 2
    assert len(list(client.get(f"/automations/{pets.pk}/people.csv").streaming_content)) == 4


def test_h10_who_only_tried_it_is_in_neither_list_nor_file_nor_words(talk, acme, pets):
    talk.session_of(acme.quinn).take_over()
    trying.try_on(pets, acme.quinn.phone, by=acme.dora)
    talk.text(acme.quinn, "xyzzy")
    form = PeopleForm({}, pets)
    assert [session.profile.first_name for session in listed(pets, form)] == ["Quinn", "Sue", "Paula"]
    assert listed(pets, form)[0].ended == "taken_over"
    assert len("".join(table(pets, form)).splitlines()) == 4
    assert not_understood(pets) == []


def test_h12_the_list_asks_little(cast, sign_in, pets, django_assert_max_num_queries):
    client = sign_in(cast.dora)
    tenancy.settle_in(None)
    with django_assert_max_num_queries(12):
        client.get(f"/automations/{pets.pk}/people/")
