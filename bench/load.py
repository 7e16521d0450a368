"""The load client, a process of its own (`python -m bench.load`, a pickled Job in, a pickled Result out): raw sockets,
keep-alive, requests made beforehand, so that it takes little of the machine that it shares with the server."""

import asyncio
import pickle
import re
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from itertools import cycle

import uvloop

from helpdesk.up.children import bound_to_us
from helpdesk.up.places import CHECKOUT
from helpdesk.up.ports import HOST

LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


@dataclass
class Job:
    """`clients` connections send `requests` in turn for `seconds`, each the next one when its answer is there."""

    port: int
    requests: list[bytes]
    clients: int
    seconds: float
    repeat: bool = False  # begin again when all were sent


@dataclass
class Result:
    seconds: float = 0.0
    cpu: float = 0.0  # seconds of a core that the client itself took
    times: list[float] = field(default_factory=list)  # s, one for each answer, in order
    statuses: Counter = field(default_factory=Counter)
    last: bytes = b""  # the last answer, head and body

    @property
    def rate(self):
        return len(self.times) / self.seconds

    def percentile(self, share):
        """In ms."""
        return sorted(self.times)[min(int(len(self.times) * share), len(self.times) - 1)] * 1000

    def check(self, status=200):
        if set(self.statuses) != {status}:
            raise SystemExit(f"Answers other than {status}: {dict(self.statuses)}\n{self.last[:2000]!r}")
        return self


def hammer(job):
    done = subprocess.run(
        [sys.executable, "-m", "bench.load"],
        input=pickle.dumps(job),
        stdout=subprocess.PIPE,
        check=True,
        cwd=CHECKOUT,
        **bound_to_us(),
    )
    if not done.stdout.endswith(pickle.STOP):
        raise SystemExit(f"The load client's result is cut off after {len(done.stdout)} bytes.")
    return pickle.loads(done.stdout)  # noqa: S301  our own child's


class Client(asyncio.Protocol):
    def __init__(self, requests, until, result, ended):
        self.requests, self.until, self.result, self.ended = requests, until, result, ended
        self.buffer, self.whole = b"", None

    def connection_made(self, transport):
        self.transport = transport
        self.next()

    def next(self):
        request = next(self.requests, None)
        if request is None or time.perf_counter() >= self.until:
            self.transport.close()
        else:
            self.began = time.perf_counter()
            self.transport.write(request)

    def data_received(self, data):
        self.buffer += data
        if self.whole is None and (head := self.buffer.find(b"\r\n\r\n")) >= 0:
            self.whole = head + 4 + int(LENGTH.search(self.buffer, 0, head + 2)[1])
        if self.whole is not None and len(self.buffer) >= self.whole:
            self.result.times.append(time.perf_counter() - self.began)
            self.result.statuses[int(self.buffer[9:12])] += 1
            self.result.last, self.buffer, self.whole = self.buffer, b"", None
            self.next()

    def connection_lost(self, error):
        self.ended.set_result(None)


async def send_all(job):
    loop, result = asyncio.get_running_loop(), Result()
    requests = cycle(job.requests) if job.repeat else iter(job.requests)
    began, cpu = time.perf_counter(), time.process_time()
    waiting = []
    for _ in range(job.clients):
        waiting.append(loop.create_future())
        client = Client(requests, began + job.seconds, result, waiting[-1])
        await loop.create_connection(lambda client=client: client, HOST, job.port)
    await asyncio.gather(*waiting)
    result.seconds, result.cpu = time.perf_counter() - began, time.process_time() - cpu
    return result


if __name__ == "__main__":
    import bench.load as own  # so that the pickles name this module, not __main__

    given = pickle.load(sys.stdin.buffer)  # noqa: S301  our own parent's
    answer = pickle.dumps(uvloop.run(own.send_all(given)))
    with open(
        sys.stdout.fileno(), "wb", closefd=False
    ) as output:  # buffered, also where Python is told not to
        output.write(answer)
