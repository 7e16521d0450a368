"""Misbehaviour on request, per number, per phone or for everybody: once, N times, or until it is cleared.

A fault belongs to a moment. `answer` decides what the application hears when it sends; `fate` what becomes of an
accepted text; `callback` how its status callbacks come; `webhook` how a phone's text is posted to the application.
"""

# ruff: noqa: S608 - only names and marks are put into SQL; values are always bound

import json
from sqlite3 import Row
from typing import Any, NamedTuple

from .errors import LATER, REFUSALS
from .store import Store


class Kind(NamedTuple):
    moment: str
    words: str
    defaults: dict[str, Any] = {}


KINDS = {
    "reject": Kind("answer", "Refuse the text with an error", {"code": 21610}),
    "throttle": Kind("answer", "Too many requests: 429, code 20429"),
    "error_before": Kind("answer", "Server error 500, the text is not accepted"),
    "error_after": Kind("answer", "Server error 500, yet the text is accepted and delivered"),
    "drop": Kind("answer", "Accept the text, then hang up without an answer"),
    "stall": Kind("answer", "Accept the text, answer late", {"seconds": 15}),
    "refuse": Kind("answer", "Hang up at once, the text is not accepted"),
    "undelivered": Kind("fate", "Accept the text, then fail to deliver it", {"code": 30003}),
    "callback_none": Kind("callback", "Send no status callbacks"),
    "callback_reorder": Kind("callback", "Send status callbacks in the wrong order"),
    "callback_duplicate": Kind("callback", "Send each status callback several times", {"copies": 2}),
    "callback_delay": Kind("callback", "Send status callbacks late", {"seconds": 10}),
    "duplicate": Kind("webhook", "Post the text several times", {"copies": 2, "concurrent": False}),
    "hold": Kind("webhook", "Hold the text until the next one has passed it"),
    "delay": Kind("webhook", "Post the text late", {"seconds": 10}),
    "lose": Kind("webhook", "Never post the text; it is only in the message list"),
    "forge": Kind("webhook", "Post the text with a wrong signature", {"how": "forged"}),
}
# The names that people use for them.
ALIASES: dict[str, tuple[str, dict[str, Any]]] = {
    "429": ("throttle", {}),
    "500": ("error_before", {}),
    "500_after": ("error_after", {}),
    **{str(code): ("reject", {"code": code}) for code, (status, _) in REFUSALS.items() if status == 400},
    **{str(code): ("undelivered", {"code": code}) for code in LATER},
}


def add(
    store: Store, kind: str, *, number: str = "", phone: str = "", times: int | None = 1, **options: Any
) -> int:
    """Set a fault; `times` None means until cleared. Answers its id. Raises ValueError for what is not known."""
    kind, implied = ALIASES.get(kind, (kind, {}))
    if kind not in KINDS:
        raise ValueError(f"there is no fault called {kind!r}")
    settings = KINDS[kind].defaults | implied | options
    if unknown := sorted(settings.keys() - KINDS[kind].defaults.keys()):
        raise ValueError(f"{kind} has no setting {', '.join(unknown)}")
    _check(kind, settings)
    if times is not None and (not isinstance(times, int) or times < 1):
        raise ValueError("times is a whole number from 1, or null for until cleared")
    return store.add(
        "faults", kind=kind, number=number, phone=phone, remaining=times, options=json.dumps(settings)
    )


def _check(kind: str, settings: dict[str, Any]) -> None:
    if "code" in settings and settings["code"] not in (REFUSALS if kind == "reject" else LATER):
        raise ValueError(f"{settings['code']} is no error code that {kind} can give")
    if not 0 <= settings.get("seconds", 0) <= 3600:
        raise ValueError("seconds is a number from 0 to 3600")
    if not 1 <= settings.get("copies", 1) <= 100:
        raise ValueError("copies is the number of posts in all, from 1 to 100")
    if settings.get("how", "forged") not in ("forged", "malformed", "missing"):
        raise ValueError("how is forged, malformed or missing")


def take(store: Store, moment: str, number: str, phone: str) -> dict[str, dict[str, Any]]:
    """The faults that concern this text now, one of each kind and counted down: kind to settings, oldest first."""
    kinds = [kind for kind, known in KINDS.items() if known.moment == moment]
    matching = store.all(
        f"SELECT * FROM faults WHERE kind IN ({', '.join('?' * len(kinds))}) "
        "AND number IN ('', ?) AND phone IN ('', ?) ORDER BY id",
        *kinds,
        number,
        phone,
    )
    taken: dict[str, dict[str, Any]] = {}
    for fault in matching:
        # Two different answers can't be given to one request; anything else may come together.
        if fault["kind"] not in taken and not (moment == "answer" and taken):
            taken[fault["kind"]] = json.loads(fault["options"])
            _count_down(store, fault)
    return taken


def _count_down(store: Store, fault: Row) -> None:
    if fault["remaining"] == 1:
        store.run("DELETE FROM faults WHERE id = ?", fault["id"])
    elif fault["remaining"]:
        store.change("faults", "id", fault["id"], remaining=fault["remaining"] - 1)
