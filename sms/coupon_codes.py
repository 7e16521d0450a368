"""Coupon codes as somebody pastes them, or as another system exports them: read, trimmed, and told apart."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.core.exceptions import ValidationError

MOST = 100_000  # of one import
MOST_BYTES = 10 * 1024 * 1024
MOST_SHOWN = 5
CODE = re.compile(r"[^\s{}\x00-\x1f\x7f]{1,60}")
HEADS = {"code", "codes", "coupon", "coupon code", "discount code", "voucher", "voucher code"}


class Codes(NamedTuple):
    """`wrong`: what can be no code, such as one with a space in it."""

    fit: list[str]
    wrong: list[str]

    @property
    def named_wrong(self) -> str:
        """The first few of them, in words."""
        named = ", ".join(f"“{cell[:40]}”" for cell in self.wrong[:MOST_SHOWN])
        return named + (f" and {len(self.wrong) - MOST_SHOWN:,} more" if len(self.wrong) > MOST_SHOWN else "")

    @classmethod
    def of(cls, cells: Iterable[str]) -> "Codes":
        trimmed = [cell for raw in cells if (cell := raw.strip().strip("\ufeff"))]
        fit = [cell for cell in trimmed if CODE.fullmatch(cell)]
        return cls(fit, [cell for cell in trimmed if not CODE.fullmatch(cell)])


def pasted(text: str) -> Codes:
    """One in each line, or several with a comma or semicolon between them."""
    return Codes.of(re.split(r"[\n\r,;\t]+", text))


def from_file(content: bytes) -> Codes:
    """Of a CSV file: the column that is headed as one of codes, else the first. Raises ValidationError."""
    if len(content) > MOST_BYTES:
        raise ValidationError("This file is larger than 10 MB. Import it in parts.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ValidationError("This is no CSV file in UTF-8. Save it as one, or paste the codes.") from None
    return Codes.of(_column(text))


def _column(text: str) -> Iterator[str]:
    separator = ";" if text.split("\n", 1)[0].count(";") > text.split("\n", 1)[0].count(",") else ","
    rows = csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=separator)
    try:
        first = next(rows, [])
        heads = [cell.strip().casefold() for cell in first]
        place = next((place for place, head in enumerate(heads) if head in HEADS), None)
        if place is None:
            yield from first[:1]
        for row in rows:
            yield from row[place or 0 : (place or 0) + 1]
    except csv.Error:
        raise ValidationError("This is no CSV file that can be read. Paste the codes instead.") from None
