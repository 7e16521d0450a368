"""E10: where a person's clock stands, by what we know it, and how sure that is."""

import zoneinfo
from datetime import UTC, datetime
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st
from phonenumbers.tzdata import TIMEZONE_DATA

from profiles import local_time, regions, zones
from profiles.local_time import Confidence, Source
from profiles.models import Profile

PORTLAND, BOISE, NEW_YORK = "America/Los_Angeles", "America/Denver", "America/New_York"
WINTER = datetime(2026, 1, 15, 14, 12, tzinfo=UTC)
US = {"phone": "+15035550101", "country": "US"}


def known(**fields):
    there = Profile(**fields).local_time
    return (set(there.zones), there.source) if there else None


@pytest.mark.parametrize(
    ("fields", "found", "source"),
    [
        (US | {"time_zone": "Asia/Tokyo", "region": "OR"}, {"Asia/Tokyo"}, Source.OWN),
        (US | {"region": "WA"}, {PORTLAND}, Source.ADDRESS),
        (US | {"region": "NY"}, {NEW_YORK}, Source.ADDRESS),  # the number is Portland's
        (US | {"region": "New York"}, {NEW_YORK}, Source.ADDRESS),
        (US | {"region": " new york "}, {NEW_YORK}, Source.ADDRESS),
        (US | {"country": "DE"}, {"Europe/Berlin"}, Source.ADDRESS),
        (US | {"region": "OR", "postal_code": "97204"}, {PORTLAND}, Source.POSTAL_CODE),
        (US | {"region": "OR", "postal_code": "97914-0001"}, {BOISE}, Source.POSTAL_CODE),
        (US | {"postal_code": "10001"}, {NEW_YORK}, Source.POSTAL_CODE),
        (US, {PORTLAND}, Source.AREA_CODE),
        ({"phone": "+15035550101"}, {PORTLAND}, Source.AREA_CODE),
        ({"phone": "+4930901820"}, {"Europe/Berlin"}, Source.AREA_CODE),
        ({"country": "JM"}, {"America/Jamaica"}, Source.ADDRESS),
        (
            {"region": "BC", "postal_code": "v6b 1a1", "country": "CA"},
            {"America/Vancouver"},
            Source.POSTAL_CODE,
        ),
        ({"postal_code": "38001", "country": "ES"}, {"Atlantic/Canary"}, Source.POSTAL_CODE),
        ({"postal_code": "28001", "country": "ES"}, {"Europe/Madrid"}, Source.POSTAL_CODE),
        ({"postal_code": "9500-050", "country": "PT"}, {"Atlantic/Azores"}, Source.POSTAL_CODE),
        ({"postal_code": "2000", "country": "AU"}, {"Australia/Sydney"}, Source.POSTAL_CODE),
        ({"region": "WA", "country": "AU"}, {"Australia/Perth", "Australia/Eucla"}, Source.ADDRESS),
    ],
)
def test_e10_the_own_zone_before_the_address_before_the_postal_code_before_the_area_code(
    fields, found, source
):
    assert known(**fields) == (found, source)


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        (US | {"region": "OR"}, {PORTLAND, BOISE}),
        (US | {"region": "TN", "phone": "+16155550101"}, {"America/Chicago", NEW_YORK}),
        ({"phone": "+12085550123"}, {"America/Boise", PORTLAND}),
        (US | {"region": "OR", "postal_code": "10001"}, {PORTLAND, BOISE}),  # one of the two is wrong
    ],
)
def test_e10_where_a_border_runs_through_all_zones_are_kept(fields, found):
    there = Profile(**fields).local_time
    assert (set(there.zones), there.confidence) == (found, Confidence.UNSURE)


@pytest.mark.parametrize(
    "fields",
    [{}, {"phone": "72345"}, {"country": "ZZ"}, {"phone": "+88212345678"}, {"phone": "+80012345678"}],
)
def test_e10_nothing_known_is_no_time_and_the_accounts_own_zone_is_assumed(acme, fields):
    person = Profile(account=acme.acme, **fields)
    assert person.local_time is None
    there = local_time.assumed(person)
    assert (there.zones, there.source, there.confidence) == ((NEW_YORK,), Source.ACCOUNT, Confidence.UNSURE)


def test_e10_a_zone_that_nobody_knows_counts_as_none():
    assert known(**US | {"time_zone": "Mars/Phobos"}) == ({PORTLAND}, Source.AREA_CODE)


@pytest.mark.parametrize(
    ("fields", "words", "why"),
    [
        (US | {"city": "PORTLAND"}, "06:12 in Portland", "By the area code, likely"),
        (US, "06:12 their time", "By the area code, likely"),
        (US | {"region": "OR"}, "06:12 or 07:12 their time", "By the address, unsure"),
        ({"country": "US"}, "04:12 to 09:12 their time", "By the address, unsure"),
        (
            US | {"city": "Portland", "time_zone": PORTLAND},
            "06:12 in Portland",
            "By their own time zone, certain",
        ),
        (
            US | {"city": "Portland", "time_zone": "Asia/Tokyo"},
            "23:12 in Tokyo",
            "By their own time zone, certain",
        ),
    ],
)
def test_e10_what_the_clock_shows_there_and_why_we_think_so(fields, words, why):
    there = Profile(**fields).local_time
    assert (there.words(WINTER), there.why) == (words, why)


def test_e10_zones_that_show_the_same_are_one_clock():
    there = Profile(phone="+447700900123").local_time
    assert len(there.zones) > 1
    assert (there.words(WINTER), there.confidence) == ("14:12 their time", Confidence.LIKELY)


def test_e10_every_zone_that_may_be_told_is_known_here():
    """Otherwise one customer's address or number would break the page of their ticket."""
    told = [zones._real(each) for each in TIMEZONE_DATA.values()]
    told += [zones.of_region(country, code) for country, names in regions.NAMES.items() for code in names]
    told += [zones._of_zip(f"{code:05}") for code in range(500, 100_000, 50)]
    assert set(chain.from_iterable(told)) <= zoneinfo.available_timezones()
    assert all(zones.of_region(country, code) for country, names in regions.NAMES.items() for code in names)


@given(*(st.text(max_size=12) for _ in range(6)))
def test_e10_whatever_stands_in_an_address_breaks_nothing(
    phone, city, region, postal_code, country, time_zone
):
    person = Profile(
        phone=phone,
        city=city,
        region=region,
        postal_code=postal_code,
        country=country[:2],
        time_zone=time_zone,
    )
    if there := person.local_time:
        assert there.words() and there.why
