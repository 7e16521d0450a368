"""Processes that begin as copies of one that has imported Django already: half the time and less memory to start.

Each runs the very arguments that production gives to `python`. The copied process (multiprocessing's fork server) has
no threads and no connections; it ends with the supervisor, and its copies end with it.
"""

import asyncio
import multiprocessing
import os
import runpy
import sys

from helpdesk.up.children import bound_to_us, die_with_parent
from helpdesk.up.places import CHECKOUT

LONGEST_LINE = 1_000_000  # bytes
context = multiprocessing.get_context("forkserver")
context.set_forkserver_preload(["helpdesk.up.preload"])


async def begin(command, environment):
    """Start a Command: as a copy if it uses Django, else as any program."""
    if command.uses_django:
        return await Fork.start(command.arguments)
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-u", *command.arguments),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        cwd=CHECKOUT,
        env=environment,
        limit=LONGEST_LINE,
        umask=0o077,
        **bound_to_us(),
    )


class Fork:
    """A running copy, with the part of asyncio's Process that the supervisor uses."""

    def __init__(self, process, stdout, transport):
        self.process, self.stdout, self.transport = process, stdout, transport

    @classmethod
    async def start(cls, arguments):
        """The server of copies takes over this process's environment as it is at the first start."""
        output, its_output = context.Pipe(duplex=False)
        process = context.Process(target=become, args=(arguments, its_output), daemon=True)
        process.start()
        its_output.close()
        stdout = asyncio.StreamReader(limit=LONGEST_LINE)
        protocol = asyncio.StreamReaderProtocol(stdout)
        pipe = os.fdopen(os.dup(output.fileno()), "rb", 0)
        output.close()
        transport, _ = await asyncio.get_running_loop().connect_read_pipe(lambda: protocol, pipe)
        return cls(process, stdout, transport)

    async def wait(self):
        ended = asyncio.Event()
        loop = asyncio.get_running_loop()
        loop.add_reader(self.process.sentinel, ended.set)
        await ended.wait()
        loop.remove_reader(self.process.sentinel)
        self.transport.close()
        self.process.join()
        return self.process.exitcode

    def terminate(self):
        self.process.terminate()

    def kill(self):
        self.process.kill()


def become(arguments, output):
    """In the copy: from here on it is `python -m module ...` or `python file.py ...`."""
    os.setsid()
    die_with_parent()
    os.umask(0o077)
    os.chdir(CHECKOUT)
    for number in (1, 2):
        os.dup2(output.fileno(), number)
    output.close()
    sys.stdout = open(1, "w", buffering=1, closefd=False)  # noqa: PTH123, SIM115
    if arguments[0] == "-m":
        sys.argv = arguments[1:]
        runpy.run_module(arguments[1], run_name="__main__", alter_sys=True)
    else:
        sys.argv = arguments
        runpy.run_path(arguments[0], run_name="__main__")
