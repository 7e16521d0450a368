"""What a process says: its lines, the file that keeps them, and whether it answers."""

import asyncio
import logging
from logging.handlers import RotatingFileHandler

from helpdesk.up.ports import HOST


class Logs:
    """One file for each process, the last 10 to 20 MB of it."""

    def __init__(self, places):
        self.places, self.files = places, {}

    def write(self, name, text):
        if name not in self.files:
            self.files[name] = RotatingFileHandler(self.places.log(name), maxBytes=10_000_000, backupCount=1)
        self.files[name].handle(logging.makeLogRecord({"msg": text}))


async def lines_of(stream):
    while True:
        try:
            line = await stream.readline()
        except ValueError:  # beyond the limit: nobody reads a line of a megabyte
            continue
        if not line:
            return
        yield line.decode(errors="replace").rstrip()


async def answers_http(port):
    """Whether an HTTP server on this machine answers, whatever it says."""
    try:
        reader, writer = await asyncio.open_connection(HOST, port)
        try:
            writer.write(
                f"GET /health/ HTTP/1.1\r\nHost: {HOST}:{port}\r\nConnection: close\r\n\r\n".encode()
            )
            return (await asyncio.wait_for(reader.readline(), 10)).startswith(b"HTTP/1.")
        finally:
            writer.close()
    except (OSError, TimeoutError):
        return False
