"""A person for whom it is this hour now, whenever the tests run: E10 asks the clocks, and nobody turns those back."""

from datetime import UTC, datetime


def zone_at(hour: int) -> str:
    """A time zone in which it is now `hour` o'clock and some minutes."""
    ahead = (hour - datetime.now(UTC).hour + 11) % 24 - 11  # -11 to 12
    return f"Etc/GMT{-ahead:+d}" if ahead else "Etc/UTC"
