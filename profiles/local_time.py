"""What a person's clock shows (E10): by what is known of them, in this order: their own time zone, their address, its
postal code, their number's area code.

A state, a country or an area code may lie in several zones; then all of them count, as nobody knows which it is. A
number narrows down a country, but not a state: people keep their number when they move.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils import timezone

from profiles import zones


class Source(StrEnum):
    """By what the zones are known."""

    OWN = "their own time zone"
    ADDRESS = "the address"
    POSTAL_CODE = "the postal code"
    AREA_CODE = "the area code"
    ACCOUNT = "your account's time zone, as nothing is known of where they are"


class Confidence(StrEnum):
    CERTAIN = "certain"
    LIKELY = "likely"
    UNSURE = "unsure"


@dataclass(frozen=True)
class LocalTime:
    """`zones` are all those in which the person may be, from west to east; `town` is blank when it is not known."""

    zones: tuple[str, ...]
    source: Source
    town: str = ""

    def clocks(self, at: datetime | None = None) -> list[datetime]:
        """What the clocks show there at this moment (now), the earliest first; zones that show the same are one."""
        at = at or timezone.now()
        shown = {_wall(there): there for there in (at.astimezone(ZoneInfo(zone)) for zone in self.zones)}
        return [shown[wall] for wall in sorted(shown)]

    def words(self, at: datetime | None = None) -> str:
        """ "06:12 in Portland", "06:12 or 07:12 their time"."""
        return f"{self.shown(at)} {self.where}"

    def shown(self, at: datetime | None = None) -> str:
        """ "06:12", "06:12 or 07:12"; "06:12 to 11:12" where there are more."""
        clocks = [f"{there:%H:%M}" for there in self.clocks(at)]
        return " or ".join(clocks) if len(clocks) < 3 else f"{clocks[0]} to {clocks[-1]}"

    @property
    def weekday(self) -> str:
        return f"{self.clocks()[0]:%A}"

    @property
    def where(self) -> str:
        return f"in {self.town}" if self.town else "their time"

    @property
    def confidence(self) -> Confidence:
        if self.source == Source.OWN:
            return Confidence.CERTAIN
        if self.source == Source.ACCOUNT or len(self.clocks()) > 1:
            return Confidence.UNSURE
        return Confidence.LIKELY

    @property
    def why(self) -> str:
        """ "By the area code, likely"."""
        return f"By {self.source}" + ("" if self.source == Source.ACCOUNT else f", {self.confidence}")


def of(profile) -> LocalTime | None:
    """None when nothing is known. Asks no database."""
    found, source = _placed(profile)
    town = profile.city.strip().title()
    now = timezone.now()
    walls = {zone: _wall(now.astimezone(ZoneInfo(zone))) for zone in found}
    if own := _zone(profile.time_zone):
        # Somebody from Portland whose clock is Tokyo's is in Tokyo.
        at_home = bool(town) and not found or _wall(now.astimezone(own)) in walls.values()
        region, _, away = own.key.replace("_", " ").rpartition("/")
        return LocalTime((own.key,), Source.OWN, town if at_home else away if region != "Etc" else "")
    in_order = sorted(found, key=lambda zone: (walls[zone], zone))
    return LocalTime(tuple(in_order), source, town) if found else None


def assumed(profile) -> LocalTime:
    """As `of`; where nothing is known, the account's own zone."""
    return of(profile) or LocalTime((profile.account.time_zone,), Source.ACCOUNT)


def zones_of(profile) -> tuple[str, ...]:
    """The zones of `assumed`; of somebody whose own is known nothing else is looked up."""
    own = _zone(profile.time_zone)
    return (own.key,) if own else assumed(profile).zones


def _wall(at: datetime) -> datetime:
    return at.replace(tzinfo=None)


def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError):
        return None


def _placed(profile) -> tuple[zones.Zones, Source]:
    """Without their own time zone. A postal code narrows down its region; where the two differ, the region counts."""
    number_country, by_number = zones.of_number(profile.phone)
    country = profile.country.upper() or number_country
    by_region = zones.of_region(country, profile.region)
    by_postal_code = zones.of_postal_code(country, profile.postal_code)
    if narrowed := by_region & by_postal_code if by_region else by_postal_code:
        return narrowed, Source.ADDRESS if narrowed == by_region else Source.POSTAL_CODE
    if by_region:
        return by_region, Source.ADDRESS
    if by_number and country == number_country:
        return by_number, Source.AREA_CODE
    return zones.of_country(country), Source.ADDRESS
