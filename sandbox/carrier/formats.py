"""Identifiers, dates and phone numbers as the provider writes them."""

import re
import secrets
import time
from datetime import UTC, datetime
from email.utils import format_datetime

E164 = re.compile(r"\+[1-9]\d{6,14}")
NANP = re.compile(r"\+1[2-9]\d\d[2-9]\d{6}")
SID = re.compile(r"[A-Z]{2}[0-9a-f]{32}")


def new_sid(prefix: str) -> str:
    """`SM`, `MM`, `AC`, `PN`, `ME`, `MG` … followed by 32 hexadecimal digits."""
    return prefix + secrets.token_hex(16)


def is_sid(text: str, *prefixes: str) -> bool:
    return bool(SID.fullmatch(text)) and text[:2] in prefixes


def phone_number(text: str) -> str | None:
    """The E.164 form of a number, or None for something that cannot be dialled.

    North American numbers must be possible ones (area code and exchange don't begin with 0 or 1), as at the provider.
    """
    number = re.sub(r"[\s().-]", "", text)
    if not E164.fullmatch(number) or (number.startswith("+1") and not NANP.fullmatch(number)):
        return None
    return number


def now() -> float:
    """Seconds since 1970, UTC: how every time is stored."""
    return time.time()


def rfc2822(at: float | None) -> str | None:
    """`Fri, 24 May 2019 17:44:46 +0000`, the date format of every resource."""
    return None if at is None else format_datetime(datetime.fromtimestamp(int(at), UTC))


def iso(at: float | None) -> str | None:
    """`2019-05-24T17:44:46.123Z`, the date format of the control API."""
    if at is None:
        return None
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def seconds(text: str | float | int) -> float:
    """Epoch seconds of an ISO 8601 date or time (UTC when it names no zone). Raises ValueError."""
    if isinstance(text, int | float):
        return float(text)
    parsed = datetime.fromisoformat(text.strip())
    return (parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)).timestamp()
