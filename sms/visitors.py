"""Who follows a short link: a person, or a program that looks at it beforehand. Only people are counted (E6)."""

import re

# What fetches a link to draw its preview, to check it, or to list it. Messengers that pretend to be several of these at
# once (iMessage says “facebookexternalhit/1.1 Facebot Twitterbot/1.0”) are met by any of the names.
PROGRAMS = re.compile(
    r"bot\b|bot/|crawl|spider|preview|scan|monitor|facebookexternalhit|facebookcatalog|facebot|whatsapp|slack|telegram|"
    r"discord|skype|viber|snapchat|pinterest|embedly|iframely|vkshare|google-|googleother|mediapartners|feedfetcher|"
    r"bingpreview|microsoft office|ms-office|outlook|safelinks|proofpoint|mimecast|barracuda|headlesschrome|phantomjs|"
    r"curl|wget|python|httpx|aiohttp|okhttp|go-http|java/|ruby|perl|node-fetch|axios|undici|libwww|dalvik",
    re.IGNORECASE,
)
AHEAD_OF_TIME = re.compile(r"prefetch|prerender|preview", re.IGNORECASE)
AHEAD_HEADERS = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")
PHONE = re.compile(r"iphone|ipod|android.*mobile|mobile.*firefox|windows phone", re.IGNORECASE)
TABLET = re.compile(r"ipad|android|tablet", re.IGNORECASE)


def is_person(request) -> bool:
    """A GET by something that calls itself a browser and does not fetch ahead of time."""
    agent = request.headers.get("User-Agent", "")
    if request.method != "GET" or not agent or PROGRAMS.search(agent):
        return False
    return not any(AHEAD_OF_TIME.search(request.headers.get(name, "")) for name in AHEAD_HEADERS)


def device(request) -> str:
    """A value of Click.Device."""
    agent = request.headers.get("User-Agent", "")
    return "phone" if PHONE.search(agent) else "tablet" if TABLET.search(agent) else "computer"
