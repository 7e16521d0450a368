"""Live streams held open by a process of its own (`python -m bench.listeners`, a pickled Listening on its first line of
input): either idle until its input ends, or timing how long after a webhook each one hears the bell."""

import asyncio
import pickle
import subprocess
import sys
import time
from base64 import b64decode, b64encode
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import uvloop

from helpdesk.up.children import bound_to_us
from helpdesk.up.places import CHECKOUT
from helpdesk.up.ports import HOST

BELL = b"event: doorbell"
PATIENCE = 5.0  # s
AT_ONCE = 100  # connections that are opened together


@dataclass
class Listening:
    port: int
    stream: bytes  # the request that opens a stream
    streams: int
    webhooks: list[bytes] = field(default_factory=list)
    pauses: float = 0.05  # s between two rings
    redis_url: str = ""


@dataclass
class Heard:
    """Seconds from sending to hearing: of every stream and webhook, of Redis alone, of the webhook's own answer."""

    live: list[float] = field(default_factory=list)
    raw: list[float] = field(default_factory=list)
    answers: list[float] = field(default_factory=list)
    missed: int = 0


@contextmanager
def process(job):
    """The running process; its first line of output says that all streams are open."""
    started = subprocess.Popen(
        [sys.executable, "-m", "bench.listeners"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=CHECKOUT,
        **bound_to_us(),
    )
    try:
        started.stdin.write(b64encode(pickle.dumps(job)) + b"\n")
        started.stdin.flush()
        if started.stdout.readline() != b"open\n":
            raise SystemExit("The live streams could not be opened.")
        yield started
    finally:
        started.kill()
        started.wait()


def listen(job):
    """Heard, once the process has posted all its webhooks."""
    with process(job) as started:
        return pickle.loads(b64decode(started.stdout.readline()))  # noqa: S301  our own child's


class Ear(asyncio.Protocol):
    """Notes when it first hears `mark` after it was told to listen."""

    def __init__(self, greeting, welcome, mark):
        self.greeting, self.welcome, self.mark = greeting, welcome, mark
        self.waiting, self.at, self.buffer = asyncio.get_running_loop().create_future(), 0.0, b""

    def connection_made(self, transport):
        self.transport = transport
        transport.write(self.greeting)

    def listen(self):
        self.waiting, self.buffer = asyncio.get_running_loop().create_future(), b""

    def data_received(self, data):
        self.at = time.perf_counter()
        self.buffer += data
        if not self.waiting.done() and (self.mark if self.welcome is None else self.welcome) in self.buffer:
            self.welcome = None
            self.waiting.set_result(None)

    def connection_lost(self, error):
        if not self.waiting.done():
            self.waiting.set_exception(ConnectionError("closed"))


async def connect(port, greeting, welcome, mark):
    loop = asyncio.get_running_loop()
    _, ear = await loop.create_connection(lambda: Ear(greeting, welcome, mark), HOST, port)
    await asyncio.wait_for(ear.waiting, 30)
    return ear


async def ring(send, ears, pause):
    """Seconds until each of the ears heard it, and how many did not."""
    for ear in ears:
        ear.listen()
    began = time.perf_counter()
    send()
    await asyncio.wait([ear.waiting for ear in ears], timeout=PATIENCE)
    heard = [ear.at - began for ear in ears if ear.waiting.done()]
    await asyncio.sleep(pause)
    return heard, len(ears) - len(heard)


async def main(job):
    ears = []
    while len(ears) < job.streams:
        batch = min(AT_ONCE, job.streams - len(ears))
        opening = [connect(job.port, job.stream, b"retry:", BELL) for _ in range(batch)]
        ears += await asyncio.gather(*opening)
    print("open", flush=True)
    if job.webhooks:
        heard = await timed(job, ears)
        print(b64encode(pickle.dumps(heard)).decode(), flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


async def timed(job, ears):
    """A webhook, then a bare publication, and so on."""
    redis = urlsplit(job.redis_url)
    sign_in = f"AUTH {redis.password}\r\n".encode()
    subscriber = await connect(redis.port, sign_in + b"SUBSCRIBE bench\r\n", b":1\r\n", b"message")
    publisher = await connect(redis.port, sign_in, b"+OK", b"")
    poster = await connect(
        job.port, b"GET /health/ HTTP/1.1\r\nHost: bench\r\n\r\n", b"HTTP/1.1", b"<Response/>"
    )
    heard = Heard()
    for webhook in job.webhooks:
        times, missed = await ring(
            lambda webhook=webhook: poster.transport.write(webhook), [poster, *ears], job.pauses
        )
        heard.answers.append(times[0])
        heard.live += times[1:]
        heard.missed += missed
        times, missed = await ring(
            lambda: publisher.transport.write(b"PUBLISH bench ticket-1\r\n"), [subscriber], job.pauses
        )
        heard.raw += times
    return heard


if __name__ == "__main__":
    import bench.listeners as own  # so that the pickles name this module, not __main__

    job = pickle.loads(b64decode(sys.stdin.buffer.readline()))  # noqa: S301  our own parent's
    uvloop.run(own.main(job))
