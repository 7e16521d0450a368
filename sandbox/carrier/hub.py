"""The doorbell: names of what changed, for every open page. What changed is fetched by whoever hears it."""

import asyncio
from collections.abc import AsyncIterator


class Hub:
    def __init__(self) -> None:
        self._listeners: set[asyncio.Queue[str]] = set()
        self._open = True

    def ring(self, *names: str) -> None:
        """Names are `phone:<number>`, `phones`, `console` and `faults`."""
        for queue in self._listeners:
            for name in names:
                # A page that stopped reading misses the ring, not the news: it fetches all when it reconnects.
                if not queue.full():
                    queue.put_nowait(name)

    async def listen(self) -> AsyncIterator[str]:
        """Every ring from now on; an empty name every 20 s keeps the line open."""
        queue: asyncio.Queue[str] = asyncio.Queue(maxsize=1000)
        self._listeners.add(queue)
        try:
            while self._open:
                try:
                    yield await asyncio.wait_for(queue.get(), timeout=20)
                except TimeoutError:
                    yield ""
        finally:
            self._listeners.discard(queue)

    def close(self) -> None:
        """Let every listener go, so that the server can stop without waiting for open pages."""
        self._open = False
        self.ring("bye")
