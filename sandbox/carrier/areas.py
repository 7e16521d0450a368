"""Where a number lives, as far as its digits tell: the FromCity, FromState, FromZip, FromCountry of a webhook."""

import re
from typing import NamedTuple


class Place(NamedTuple):
    city: str = ""
    state: str = ""
    zip: str = ""
    country: str = ""


# Area code: the rate centre the provider would name, in its capitals.
_NORTH_AMERICA = """
201 JERSEY CITY|NJ|07302    202 WASHINGTON|DC|20001     203 NEW HAVEN|CT|06510      205 BIRMINGHAM|AL|35203
206 SEATTLE|WA|98101        207 PORTLAND|ME|04101       208 BOISE|ID|83702          210 SAN ANTONIO|TX|78205
212 NEW YORK|NY|10001       213 LOS ANGELES|CA|90012    214 DALLAS|TX|75201         215 PHILADELPHIA|PA|19103
216 CLEVELAND|OH|44113      267 PHILADELPHIA|PA|19107   301 ROCKVILLE|MD|20850      302 WILMINGTON|DE|19801
303 DENVER|CO|80202         304 CHARLESTON|WV|25301     305 MIAMI|FL|33130          307 CHEYENNE|WY|82001
310 SANTA MONICA|CA|90401   312 CHICAGO|IL|60601        313 DETROIT|MI|48226        314 SAINT LOUIS|MO|63101
317 INDIANAPOLIS|IN|46204   323 LOS ANGELES|CA|90028    334 MONTGOMERY|AL|36104     347 BROOKLYN|NY|11201
401 PROVIDENCE|RI|02903     402 OMAHA|NE|68102          404 ATLANTA|GA|30303        405 OKLAHOMA CITY|OK|73102
406 BILLINGS|MT|59101       407 ORLANDO|FL|32801        408 SAN JOSE|CA|95113       410 BALTIMORE|MD|21202
412 PITTSBURGH|PA|15222     414 MILWAUKEE|WI|53202      415 SAN FRANCISCO|CA|94105  425 BELLEVUE|WA|98004
469 DALLAS|TX|75204         480 SCOTTSDALE|AZ|85251     501 LITTLE ROCK|AR|72201    502 LOUISVILLE|KY|40202
503 PORTLAND|OR|97204       504 NEW ORLEANS|LA|70112    505 ALBUQUERQUE|NM|87102    510 OAKLAND|CA|94612
512 AUSTIN|TX|78701         513 CINCINNATI|OH|45202     515 DES MOINES|IA|50309     516 HEMPSTEAD|NY|11550
541 EUGENE|OR|97401         601 JACKSON|MS|39201        602 PHOENIX|AZ|85004        603 MANCHESTER|NH|03101
605 RAPID CITY|SD|57701     612 MINNEAPOLIS|MN|55401    614 COLUMBUS|OH|43215       615 NASHVILLE|TN|37201
616 GRAND RAPIDS|MI|49503   617 BOSTON|MA|02108         619 SAN DIEGO|CA|92101      646 NEW YORK|NY|10011
701 FARGO|ND|58102          702 LAS VEGAS|NV|89101      704 CHARLOTTE|NC|28202      713 HOUSTON|TX|77002
718 BROOKLYN|NY|11201       720 DENVER|CO|80203         773 CHICAGO|IL|60614        775 RENO|NV|89501
785 TOPEKA|KS|66603         801 SALT LAKE CITY|UT|84101 802 BURLINGTON|VT|05401     803 COLUMBIA|SC|29201
804 RICHMOND|VA|23219       808 HONOLULU|HI|96813       813 TAMPA|FL|33602          816 KANSAS CITY|MO|64106
832 HOUSTON|TX|77003        901 MEMPHIS|TN|38103        907 ANCHORAGE|AK|99501      917 NEW YORK|NY|10002
919 RALEIGH|NC|27601        971 PORTLAND|OR|97205       972 PLANO|TX|75074
"""
_CANADA = {
    "416",
    "647",
    "437",
    "604",
    "778",
    "236",
    "514",
    "438",
    "403",
    "587",
    "780",
    "613",
    "343",
    "204",
    "902",
}
_TOLL_FREE = {"800", "833", "844", "855", "866", "877", "888"}
_COUNTRIES = {
    "31": "NL",
    "32": "BE",
    "33": "FR",
    "34": "ES",
    "351": "PT",
    "353": "IE",
    "358": "FI",
    "39": "IT",
    "41": "CH",
    "420": "CZ",
    "43": "AT",
    "44": "GB",
    "45": "DK",
    "46": "SE",
    "47": "NO",
    "48": "PL",
    "49": "DE",
    "52": "MX",
    "55": "BR",
    "61": "AU",
    "64": "NZ",
    "65": "SG",
    "81": "JP",
    "91": "IN",
    "972": "IL",
}

_CELL = re.compile(r"(\d{3}) ([A-Z ]+)\|([A-Z]{2})\|(\d{5})")
_AREAS = {
    code: Place(city, state, zip_code, "US") for code, city, state, zip_code in _CELL.findall(_NORTH_AMERICA)
}


def place(number: str) -> Place:
    """The place of an E.164 number; fields that the digits don't tell stay empty, as in real webhooks."""
    if number.startswith("+1"):
        code = number[2:5]
        if code in _TOLL_FREE:
            return Place(country="US")
        return _AREAS.get(code) or Place(country="CA" if code in _CANADA else "US")
    digits = number.lstrip("+")
    return Place(country=next((_COUNTRIES[digits[:n]] for n in (3, 2) if digits[:n] in _COUNTRIES), ""))
