"""K1, E10: what a person is called and where they are."""

import pytest
from django.db import IntegrityError, transaction

from profiles.models import Profile


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"first_name": "Paula", "last_name": "Price", "phone": "+15035550101"}, "Paula Price"),
        ({"last_name": "Price"}, "Price"),
        ({"phone": "+15035550101", "email": "p@example.com"}, "(503) 555-0101"),
        ({"email": "p@example.com"}, "p@example.com"),
        ({}, "Unknown"),
    ],
)
def test_b1_name_else_number_else_address(fields, name):
    assert Profile(**fields).name == name


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"city": "PORTLAND", "region": "OR", "country": "US"}, "Portland, OR, US"),
        ({"country": "DE"}, "DE"),
        ({}, ""),
    ],
)
def test_e10_the_place_as_far_as_known(fields, place):
    assert Profile(**fields).place == place


def test_the_colour_of_a_person_is_the_same_everywhere():
    one, other = Profile(phone="+15035550101"), Profile(phone="+15035550101", first_name="Paula")
    assert one.hue == other.hue
    assert {Profile(phone=f"+1503555{n:04}").hue for n in range(200)} == set(range(12))


def test_c5_one_profile_per_phone_and_account(acme):
    with pytest.raises(IntegrityError), transaction.atomic():
        Profile.objects.create(account=acme.acme, phone=acme.paula.phone)
    for _ in range(2):
        Profile.objects.create(account=acme.acme)  # without a phone there may be many
