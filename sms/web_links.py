"""Web addresses in a text, as a phone would make links of them: http(s) with a host that can exist, nothing else."""

import ipaddress
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit

import idna
from django.utils.encoding import iri_to_uri

# An address ends at white space, at what quotes it, and at a comma that only parts it from the next one.
_NOT_IN_IT = r'\s\x00-\x1f\x7f<>"“”„«»‹›。、，！？；：（）「」『』【】'
ADDRESS = re.compile(rf"(?<!\w)https?://(?:(?![,;|]https?://)[^{_NOT_IN_IT}])+", re.IGNORECASE)
ATTEMPT = re.compile(rf"(?<!\w)(?:https?:|www\.)[^{_NOT_IN_IT}]*", re.IGNORECASE)
SENTENCE_ENDS = ".,;:!?'’…*_~|"
BRACKETS = {")": "(", "]": "[", "}": "{"}


class WebLink(NamedTuple):
    start: int
    end: int
    url: str


def found(text: str) -> Iterator[WebLink]:
    """Each link of the text, in its order."""
    for match in ADDRESS.finditer(text):
        url = _trimmed(match[0])
        if host_of(url):
            yield WebLink(match.start(), match.start() + len(url), url)


def broken(text: str) -> list[str]:
    """What was meant as a link and is none: `https:///sale`, `https:// acme.example`, `www.acme.example`."""
    links = list(found(text))
    attempts = (match for match in ATTEMPT.finditer(text))
    return [
        _trimmed(match[0])
        for match in attempts
        if not any(link.start <= match.start() < link.end for link in links)
    ]


def target(url: str) -> str:
    """The address as a Location header bears it: a plain one as it is, another with its host and path in ASCII."""
    if url.isascii():
        return url
    parts = urlsplit(url)
    port = f":{parts.port}" if parts.port is not None else ""
    return iri_to_uri(parts._replace(netloc=host_of(url) + port).geturl()) or ""


@lru_cache(maxsize=1024)  # a flow or a campaign says the same address to everybody
def host_of(url: str) -> str:
    """The host in ASCII; blank where there is none that can exist, and where a name and a password stand before it."""
    try:
        parts = urlsplit(url)
        if parts.username is not None or parts.password is not None:
            return ""
        return _checked(parts)
    except ValueError:  # of the brackets, the port, or the letters of a host (IDNAError)
        return ""


def _checked(parts: SplitResult) -> str:
    """Raises ValueError."""
    _ = parts.port
    host = (parts.hostname or "").removesuffix(".")
    if ":" in host:
        return f"[{ipaddress.IPv6Address(host)}]"
    labels = idna.encode(host, uts46=True).decode().split(".") if host else []
    if labels and labels[-1].isdigit():
        return str(ipaddress.IPv4Address(host))
    return ".".join(labels) if len(labels) > 1 else ""


def _trimmed(address: str) -> str:
    """Without the full stop of its sentence, and without a bracket that was opened before it."""
    while address:
        last = address[-1]
        opening = BRACKETS.get(last)
        if last not in SENTENCE_ENDS and not (opening and address.count(last) > address.count(opening)):
            break
        address = address[:-1]
    return address
