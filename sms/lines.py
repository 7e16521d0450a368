"""What answering and sending a text needs to know, kept for two seconds per process: a busy number is read once, and a
changed setting or token still counts within moments."""

import time
from collections.abc import Callable

SECONDS = 2.0
_kept: dict[str, tuple[float, object]] = {}


def kept(key: str, load: Callable):
    """What `load` finds, or what it found under the key a moment ago. Nothing found is not kept."""
    until, found = _kept.get(key, (0.0, None))
    if time.monotonic() >= until:
        found = load()
        if found is not None:
            _kept[key] = (time.monotonic() + SECONDS, found)
    return found


def forget() -> None:
    _kept.clear()
