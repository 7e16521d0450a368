"""What a file really is, by its first bytes: what a provider or a phone calls it is never believed."""

import quopri
import re
from typing import NamedTuple

CARD = re.compile(r"\A\s*BEGIN:VCARD\b.*\bEND:VCARD\b", re.IGNORECASE | re.DOTALL)
CARD_NAME = re.compile(r"^(?:[\w-]+\.)?FN((?:;[^:\n]*)?):(.*)$", re.IGNORECASE | re.MULTILINE)
LONGEST_TITLE = 80
# By the brand of an ISO media file ("ftyp"), the longest first; what is left is MP4.
BRANDS = [(b"3g", "video/3gpp"), (b"qt  ", "video/quicktime"), (b"M4A", "audio/mp4")]
MAGIC = [
    (b"%PDF-", "application/pdf"),
    (b"#!AMR", "audio/amr"),
    (b"OggS", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
]


class Sniffed(NamedTuple):
    """`title`: what a contact card calls its person."""

    content_type: str
    title: str = ""


def sniff(content: bytes) -> Sniffed | None:
    """None for what is none of the files that are taken; pictures are told by their decoder."""
    if content[4:8] == b"ftyp":
        brand = content[8:12]
        return Sniffed(next((kind for start, kind in BRANDS if brand.startswith(start)), "video/mp4"))
    if kind := next((kind for start, kind in MAGIC if content.startswith(start)), None):
        return Sniffed(kind)
    if (
        content[:1] == b"\xff"
        and len(content) > 3
        and content[1] & 0xE0 == 0xE0
        and content[1] & 0x06 == 0x02
    ):
        return Sniffed("audio/mpeg")  # a frame of layer III, without a tag before it
    text = content.decode("utf-8-sig", "replace")
    return Sniffed("text/vcard", _who(text)) if CARD.match(text) else None


def _who(card: str) -> str:
    """The name on a contact card, of the first of several."""
    lines = re.sub(r"=\r?\n(?=\S)|\r?\n[ \t]", "", card).replace("\r", "")
    names = [_read(options, value) for options, value in CARD_NAME.findall(lines)]
    names = [name for name in names if name]
    more = f" and {len(names) - 1} more" if len(names) > 1 else ""
    return names[0][:LONGEST_TITLE] + more if names else ""


def _read(options: str, value: str) -> str:
    if "QUOTED-PRINTABLE" in options.upper():
        value = quopri.decodestring(value.encode()).decode("utf-8", "replace")
    value = re.sub(r"\\([,;\\])", r"\1", value).replace("\\n", " ")
    return " ".join("".join(c for c in value if c.isprintable()).split())
