"""The live process: a raw ASGI app that streams the names of what changed, and nothing else (B8).

No Django handler, no database, no thread per client: one Redis subscription fans out to bounded queues. A client that
falls behind is cut off; it comes back with its Last-Event-ID and is told what it missed from the account's stream.
"""

import asyncio
import contextlib
import os
import re
import time
from typing import Any
from urllib.parse import parse_qs

import django
import redis.asyncio as redis

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")
django.setup()

from django.conf import settings  # noqa: E402  settings must be ready first
from django.core import signing  # noqa: E402

from helpdesk import live  # noqa: E402

QUEUE = 256
HEARTBEAT = 20.0
EVENT_ID = re.compile(r"\d{1,19}-\d{1,19}")
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]
RESYNC = "event: doorbell\ndata: resync\n\n"


class Hub:
    """Who listens in this process, and the one subscription that feeds them."""

    def __init__(self):
        self.listeners: dict[int, dict[asyncio.Queue, int]] = {}
        self.redis = redis.Redis.from_url(settings.REDIS_URL, decode_responses=True, socket_connect_timeout=2)
        self.task: asyncio.Task | None = None

    def join(self, account_id: int, membership_id: int) -> asyncio.Queue:
        if self.task is None or self.task.done():
            self.task = asyncio.create_task(self.listen())
        queue: asyncio.Queue = asyncio.Queue(QUEUE)
        self.listeners.setdefault(account_id, {})[queue] = membership_id
        return queue

    def leave(self, account_id: int, queue: asyncio.Queue) -> None:
        listeners = self.listeners.get(account_id, {})
        listeners.pop(queue, None)
        if not listeners:
            self.listeners.pop(account_id, None)

    async def listen(self) -> None:
        """For ever. When Redis was away, everybody is told to look for themselves."""
        while True:
            with contextlib.suppress(redis.RedisError, OSError):
                async with self.redis.pubsub() as subscription:
                    await subscription.psubscribe(live.stream_key("*"))
                    async for item in subscription.listen():
                        if item["type"] == "psubscribe":  # only now does Redis pass on what rings
                            self.tell_everyone(RESYNC)
                        elif item["type"] == "pmessage":
                            self.pass_on(int(item["channel"].rpartition(":")[2]), item["data"])
            await asyncio.sleep(0.5)

    def pass_on(self, account_id: int, data: str) -> None:
        event_id, _, names = data.partition(" ")
        for queue, membership_id in list(self.listeners.get(account_id, {}).items()):
            put(queue, None if names == f"!{membership_id}" else event(event_id, names))

    def tell_everyone(self, text: str) -> None:
        for listeners in self.listeners.values():
            for queue in listeners:
                put(queue, text)

    async def has_revoked(self, membership_id: int) -> bool:
        """Without Redis nobody knows; a stream tells nothing then either."""
        with contextlib.suppress(redis.RedisError, OSError):
            return bool(await self.redis.exists(live.revoked_key(membership_id)))
        return False

    async def missed(self, account_id: int, after: str) -> list[str]:
        """What rang since the event; a resync when the stream no longer reaches back that far or can't be read."""
        try:
            oldest: Any = await self.redis.xrange(live.stream_key(account_id), count=1)
            rows: Any = await self.redis.xrange(live.stream_key(account_id), min=f"({after}")
        except (redis.RedisError, OSError):
            return [RESYNC]
        gap = len(rows) >= live.KEPT and oldest and position(oldest[0][0]) > position(after)
        return [RESYNC] if gap else [event(event_id, fields["names"]) for event_id, fields in rows]


def put(queue: asyncio.Queue, text: str | None) -> None:
    try:
        queue.put_nowait(text)
    except asyncio.QueueFull:  # too slow: end the stream, it resumes by its last id
        while not queue.empty():
            queue.get_nowait()
        queue.put_nowait(None)


def event(event_id: str, names: str) -> str:
    if names.startswith("!"):
        return ""
    lines = "".join(f"data: {name}\n" for name in names.split())
    # What is not kept has no id: whoever comes back asks for what rang after the last one that has.
    return (f"id: {event_id}\n" if event_id else "") + f"event: doorbell\n{lines}\n"


def position(event_id: str) -> tuple[int, int]:
    at, _, sequence = event_id.partition("-")
    return int(at), int(sequence)


hub = Hub()


async def application(scope, receive, send):
    if scope["type"] == "lifespan":
        await lifespan(receive, send)
        return
    if scope["type"] != "http" or scope["path"] not in ("/live/", "/health/"):
        await answer(send, 404)
        return
    if scope["path"] == "/health/":
        await answer(send, 200)
        return
    query = parse_qs(scope["query_string"].decode("latin-1"))
    try:
        account_id, membership_id, ends = live.read_token(query.get("token", [""])[0])
    except (signing.BadSignature, ValueError, IndexError):
        await answer(send, 403)
        return
    if await hub.has_revoked(membership_id):
        await answer(send, 403)
        return
    headers = dict(scope["headers"])
    after = headers.get(b"last-event-id", b"").decode("latin-1") or query.get("after", [""])[0]
    after = after if EVENT_ID.fullmatch(after) else ""
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    # Cancelled when the process ends; the browser comes back to the next one.
    with contextlib.suppress(asyncio.CancelledError):
        await stream(account_id, membership_id, ends, after, receive, send)


async def stream(account_id, membership_id, ends, after, receive, send):
    queue = hub.join(account_id, membership_id)
    gone = asyncio.ensure_future(disconnected(receive))
    try:
        await write(send, "retry: 1000\n\n")
        for text in await hub.missed(account_id, after) if after else []:
            await write(send, text)
        while not gone.done():
            left = ends - time.time()
            if left <= 0:
                await write(send, "event: expired\ndata: now\n\n")
                break
            following = await next_of(queue, gone, min(HEARTBEAT, left))
            if following is None:
                break
            await write(send, following)
    finally:
        gone.cancel()
        hub.leave(account_id, queue)
        with contextlib.suppress(Exception):
            await send({"type": "http.response.body", "body": b""})


async def next_of(queue, gone, seconds) -> str | None:
    """The next event, a heartbeat comment after `seconds`, or None at the end."""
    getting = asyncio.ensure_future(queue.get())
    done, _ = await asyncio.wait({getting, gone}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    if getting in done:
        return getting.result()
    getting.cancel()
    return None if gone in done else ": \n\n"


async def disconnected(receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def write(send, text: str) -> None:
    if text:
        await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


async def answer(send, status: int) -> None:
    await send(
        {"type": "http.response.start", "status": status, "headers": [(b"content-type", b"text/plain")]}
    )
    await send({"type": "http.response.body", "body": b"ok" if status == 200 else b""})


async def lifespan(receive, send):
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
