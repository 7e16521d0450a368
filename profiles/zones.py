"""In which time zones a region, a postal code, a country or a phone number lies: in all of them where a border between
zones runs through it."""

from bisect import bisect_right
from functools import cache, lru_cache
from itertools import chain
from pathlib import Path

import phonenumbers
from phonenumbers.timezone import time_zones_for_geographical_number, time_zones_for_number
from phonenumbers.tzdata import TIMEZONE_DATA

from profiles.regions import NAMES, POSTAL_STARTS, ZONES

Zones = frozenset[str]
NOWHERE: Zones = frozenset()
ZIP_ZONES = Path(__file__).with_name("zip_zones.txt")
STATES = frozenset(NAMES["US"])


def of_region(country: str, region: str) -> Zones:
    """A state or province by its code or its name ("OR", "Oregon"). Without a country only the codes of the United
    States and Canada are known, which have none in common."""
    for each in [country] if country else ["US", "CA"]:
        if code := _code(each, region):
            return _states()[code] if each == "US" else ZONES[each][code]
    return NOWHERE


def of_postal_code(country: str, postal_code: str) -> Zones:
    """For the United States, Canada, Australia, Spain and Portugal; elsewhere a code tells no more than the country."""
    code = postal_code.strip().upper()
    if country == "US":
        return _of_zip(code[:5])
    starts = POSTAL_STARTS.get(country, {})
    found = next((starts[code[:size]] for size in (4, 3, 2, 1) if code[:size] in starts), "")
    return frozenset([found]) if "/" in found else ZONES.get(country, {}).get(found, NOWHERE)


def of_country(country: str) -> Zones:
    """By its states where they are known here, else by its calling code."""
    if country == "US":
        return frozenset(chain.from_iterable(_states()[state] for state in STATES))
    if country in ZONES:
        return frozenset(chain.from_iterable(ZONES[country].values()))
    calling_code = phonenumbers.country_code_for_region(country)
    if calling_code == 1 and (example := phonenumbers.example_number(country)):
        return _real(time_zones_for_geographical_number(example))
    return _real(TIMEZONE_DATA.get(str(calling_code), ()))


@lru_cache(maxsize=4096)  # whoever is about to be texted is asked for several times
def of_number(number: str) -> tuple[str, Zones]:
    """The country of a number, and where its area code lies; a mobile number of a country without such codes lies
    anywhere in it."""
    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return "", NOWHERE
    zones = _real(time_zones_for_number(parsed)) or _real(time_zones_for_geographical_number(parsed))
    country = phonenumbers.region_code_for_number(parsed)
    return country or phonenumbers.region_code_for_country_code(parsed.country_code or 0), zones


def _code(country: str, region: str) -> str:
    """The code of a region that is given by code or by name; blank when there is none such."""
    names = NAMES.get(country, {})
    written = region.strip().upper()
    return written if written in names else next((c for c, n in names.items() if n.upper() == written), "")


def _real(zones) -> Zones:
    return frozenset(zone for zone in zones if "/" in zone and not zone.startswith("Etc/"))


@cache
def _runs() -> tuple[list[str], list[tuple[str, str]]]:
    """First codes, and the state and zone of each run of codes."""
    rows = [line.split() for line in ZIP_ZONES.read_text().splitlines() if not line.startswith("#")]
    return [row[0] for row in rows], [(row[1], row[2]) for row in rows]


@cache
def _states() -> dict[str, Zones]:
    states: dict[str, set[str]] = {}
    for state, zone in _runs()[1]:
        states.setdefault(state, set()).add(zone)
    return {state: _real(zones) for state, zones in states.items()}


def _of_zip(code: str) -> Zones:
    if len(code) != 5 or not code.isascii() or not code.isdigit():
        return NOWHERE
    firsts, places = _runs()
    return _real([places[bisect_right(firsts, code) - 1][1]]) if code >= firsts[0] else NOWHERE
