"""Work with a due time, kept in the store: posting webhooks, retrying them, moving a text along to its phone.

A job that was running when the process ended runs again at the next start, so a handler must bear being repeated; the
provider's own webhooks are at-least-once too. Jobs with the same non-empty `queue` run one at a time, in order.
"""

# ruff: noqa: S608 - only names and marks are put into SQL; values are always bound

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from sqlite3 import Row
from typing import Any

from .formats import now
from .store import Store

log = logging.getLogger("carrier")
UNFINISHED = "('waiting', 'running')"
AT_ONCE = 100

NEXT_DUE = """
SELECT * FROM jobs j WHERE state = 'waiting' AND due <= ? AND (queue = '' OR NOT EXISTS (
    SELECT 1 FROM jobs e WHERE e.queue = j.queue AND e.id < j.id AND e.queue <> ''
    AND e.state IN ('waiting', 'running')))
ORDER BY due, id LIMIT ?
"""


class Jobs:
    def __init__(self, store: Store) -> None:
        self._store = store
        self._handlers: dict[str, Callable[[Row, dict[str, Any]], Awaitable[None]]] = {}
        self._running: set[asyncio.Task[None]] = set()
        self._bell = asyncio.Event()
        self._finished = asyncio.Condition()

    def handle(self, kind: str, handler: Callable[[Row, dict[str, Any]], Awaitable[None]]) -> None:
        self._handlers[kind] = handler

    def add(
        self,
        kind: str,
        message_sid: str,
        data: dict[str, Any],
        *,
        after: float = 0,
        queue: str = "",
        state: str = "waiting",
    ) -> int:
        """A new job, due in `after` seconds."""
        job_id = self._store.add(
            "jobs",
            kind=kind,
            message_sid=message_sid,
            data=json.dumps(data),
            queue=queue,
            due=now() + after,
            state=state,
        )
        self._bell.set()
        return job_id

    def again(self, job_id: int, data: dict[str, Any], *, after: float) -> None:
        """The running job has not finished: it comes back with new data in `after` seconds."""
        self._store.change("jobs", "id", job_id, state="waiting", due=now() + after, data=json.dumps(data))

    def finish(self, job_id: int, state: str) -> None:
        self._store.change("jobs", "id", job_id, state=state)

    def release(self, job_ids: list[int]) -> None:
        """Let held jobs run now."""
        for job_id in job_ids:
            self._store.change("jobs", "id", job_id, state="waiting", due=now())
        self._bell.set()

    async def settled(self, message_sid: str, seconds: float = 30) -> bool:
        """Wait until nothing of this message is waiting or running any more; False when time is up first."""
        question = f"SELECT 1 FROM jobs WHERE message_sid = ? AND state IN {UNFINISHED}"
        async with self._finished:
            idle = self._finished.wait_for(lambda: not self._store.one(question, message_sid))
            try:
                return bool(await asyncio.wait_for(idle, seconds))
            except TimeoutError:
                return False

    async def work(self) -> None:
        """Run jobs as they fall due, until cancelled."""
        self._store.run("UPDATE jobs SET state = 'waiting' WHERE state = 'running'")
        while True:
            self._bell.clear()
            asked_at = now()
            for job in self._store.all(NEXT_DUE, asked_at, AT_ONCE - len(self._running)):
                self._store.change("jobs", "id", job["id"], state="running")
                task = asyncio.create_task(self._run(job))
                self._running.add(task)
                task.add_done_callback(self._running.discard)
            await self._sleep(asked_at)

    async def _sleep(self, asked_at: float) -> None:
        """Until something falls due. What was due already waits for a job before it, or for a free slot: those ring."""
        question = "SELECT due FROM jobs WHERE state = 'waiting' AND due > ? ORDER BY due LIMIT 1"
        soonest = self._store.one(question, asked_at)
        pause = soonest["due"] - now() if soonest else 60
        with suppress(TimeoutError):
            await asyncio.wait_for(self._bell.wait(), max(pause, 0.001))

    async def _run(self, job: Row) -> None:
        try:
            await self._handlers[job["kind"]](job, json.loads(job["data"]))
        except Exception:
            log.exception("%s of %s broke", job["kind"], job["message_sid"])
            self.finish(job["id"], "failed")
        self._bell.set()
        async with self._finished:
            self._finished.notify_all()

    async def stop(self) -> None:
        """Give up what is running; it stays in the store as running, and the next start takes it up again."""
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
