"""CSV for spreadsheets. What customers and colleagues have written must not become a formula there."""

import csv
import io
from collections.abc import Iterable

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def neutral(value: object) -> str:
    """The cell as text: what a spreadsheet would compute gets an apostrophe before it."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def lines(rows: Iterable[Iterable[object]]) -> str:
    """The rows as CSV (RFC 4180)."""
    sheet = io.StringIO()
    csv.writer(sheet).writerows([neutral(value) for value in row] for row in rows)
    return sheet.getvalue()
