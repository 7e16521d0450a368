"""How many segments a text takes (E7). GSM-7 where every character fits it, otherwise UCS-2.

A segment alone holds 160 GSM-7 units or 70 UTF-16 units; of several, each gives up room for its header: 153 or 67.
Neither an escape pair (`€` is two units) nor a surrogate pair (an emoji) is ever cut in two, so the packing is
simulated rather than divided.
"""

from dataclasses import dataclass

GSM_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_EXTENSION = frozenset("^{}\\[~]|€\f")
MAX_CHARACTERS = 1600


@dataclass(frozen=True)
class Measure:
    encoding: str  # "GSM-7" or "UCS-2"
    segments: int
    units: int  # 7-bit or UTF-16 units, as the encoding counts
    left: int  # units free in the last segment


def measure(text: str) -> Measure:
    """An empty text takes no segment."""
    gsm = all(character in GSM_BASIC or character in GSM_EXTENSION for character in text)
    sizes = [_gsm_units(character) if gsm else _utf16_units(character) for character in text]
    alone, each = (160, 153) if gsm else (70, 67)
    units = sum(sizes)
    segments, left = (1 if units else 0, alone - units) if units <= alone else _pack(sizes, each)
    return Measure("GSM-7" if gsm else "UCS-2", segments, units, left)


def _gsm_units(character: str) -> int:
    return 2 if character in GSM_EXTENSION else 1


def _utf16_units(character: str) -> int:
    return 2 if ord(character) > 0xFFFF else 1


def _pack(sizes: list[int], room: int) -> tuple[int, int]:
    segments, left = 1, room
    for size in sizes:
        if size > left:
            segments, left = segments + 1, room
        left -= size
    return segments, left
