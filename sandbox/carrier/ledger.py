"""What the console, the phones and the tests see: messages with everything that happened to them, as JSON."""

# ruff: noqa: S608 - only names and marks are put into SQL; values are always bound

import json
from collections import defaultdict
from sqlite3 import Row
from typing import Any

from .core import Carrier
from .formats import iso


def messages(carrier: Carrier, condition: str = "1", *values: Any, limit: int = 100) -> list[dict[str, Any]]:
    """The last `limit` messages that meet an SQL condition over `messages m`, oldest first."""
    newest = f"SELECT m.* FROM messages m WHERE {condition} ORDER BY m.seq DESC LIMIT {int(limit)}"
    rows = carrier.store.all(f"SELECT * FROM ({newest}) ORDER BY created, seq", *values)
    chosen = f"(SELECT sid FROM ({newest}))"
    pictures: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for media in carrier.store.all(
        "SELECT sid, message_sid, content_type FROM media WHERE content IS NOT NULL "
        f"AND message_sid IN {chosen} ORDER BY message_sid, position",
        *values,
    ):
        pictures[media["message_sid"]].append(
            {
                "sid": media["sid"],
                "content_type": media["content_type"],
                "url": f"/control/media/{media['sid']}",
            }
        )
    posts = _posts(carrier, chosen, values)
    return [_message(row, pictures[row["sid"]], posts[row["sid"]]) for row in rows]


def _posts(carrier: Carrier, chosen: str, values: tuple[Any, ...]) -> dict[str, list[dict[str, Any]]]:
    attempts: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in carrier.store.all(
        "SELECT a.* FROM attempts a JOIN jobs j ON j.id = a.job_id "
        f"WHERE j.message_sid IN {chosen} ORDER BY a.id",
        *values,
    ):
        attempts[row["job_id"]].append(
            {
                "url": row["url"],
                "status": row["status"],
                "error": row["error"],
                "ms": row["ms"],
                "at": iso(row["at"]),
            }
        )
    posts: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for job in carrier.store.all(
        f"SELECT * FROM jobs WHERE kind = 'post' AND message_sid IN {chosen} ORDER BY id", *values
    ):
        params = json.loads(job["data"])["params"]
        posts[job["message_sid"]].append(
            {
                "id": job["id"],
                "about": params.get("MessageStatus") or "inbound",
                "state": job["state"],
                "due": iso(job["due"]),
                "attempts": attempts[job["id"]],
                "words": words(job["state"], attempts[job["id"]]),
            }
        )
    return posts


def _message(row: Row, pictures: list[dict[str, Any]], posts: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "sid": row["sid"],
        "account_sid": row["account_sid"],
        "direction": row["direction"],
        "from": row["sender"],
        "to": row["recipient"],
        "body": row["body"],
        "media": pictures,
        "num_segments": row["num_segments"],
        "status": row["status"],
        "error_code": row["error_code"],
        "at": iso(row["created"]),
        "posts": posts,
    }


def words(state: str, attempts: list[dict[str, Any]]) -> str:
    """How a webhook went, in a sentence without a full stop."""
    if state == "lost":
        return "not posted, on request"
    if state == "held":
        return "held back until the next text has passed"
    if not attempts:
        return "waiting"
    last, retries = attempts[-1], len(attempts) - 1
    said = f"webhook answered {last['status']}" if last["status"] else f"webhook failed: {last['error']}"
    times = "" if not retries else ", retried once" if retries == 1 else f", retried {retries} times"
    return f"{said}{times}{', trying again' if state in ('waiting', 'running') else ''}"
