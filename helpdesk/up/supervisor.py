"""Keeps processes alive until a signal, and ends them in order."""

import asyncio
import contextlib
import os
import signal
import time

from helpdesk.up import Refusal
from helpdesk.up.forks import begin
from helpdesk.up.output import Logs, answers_http, lines_of
from helpdesk.up.postgres import last_lines

FIRST_PAUSE, LONGEST_PAUSE, CALM = 0.5, 30, 60  # s before a restart, doubled up to, back to the first after
ANSWERS_WITHIN = 60  # s
GRACE = 2  # s between asking to end and ending


class Stopped(Exception):
    """Somebody asked to stop while something was being waited for."""


class Supervisor:
    """Runs `Command`s with one environment, its own from here on; their lines go to the screen and to their logs."""

    def __init__(self, environment, places, screen, servers=()):
        self.environment, self.places, self.screen, self.servers = environment, places, screen, servers
        self.running, self.watchers, self.ready = {}, {}, {}
        self.logs = Logs(places)
        self.stopping = asyncio.Event()
        os.environ.update(environment)

    def catch_signals(self):
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self._asked_to_stop)

    def _asked_to_stop(self):
        if self.stopping.is_set():  # asked twice: no more grace
            for process in self.running.values():
                with contextlib.suppress(ProcessLookupError):
                    process.kill()
        self.stopping.set()

    def start(self, command):
        self.ready[command.name] = asyncio.Event()
        self.watchers[command.name] = asyncio.create_task(self._keep_alive(command))

    async def answering(self, *commands):
        """Returns once all of them work. Raises Refusal if one ended or stays silent, and Stopped."""
        waiting = asyncio.ensure_future(self._all_answer(commands))
        stop = asyncio.ensure_future(self._until_asked())
        try:
            done, _ = await asyncio.wait(
                [waiting, stop], timeout=ANSWERS_WITHIN, return_when="FIRST_COMPLETED"
            )
            if stop in done:
                raise Stopped
            if not done:
                silent = ", ".join(name for name, event in self.ready.items() if not event.is_set())
                raise Refusal(f"Still no answer after {ANSWERS_WITHIN} s from: {silent}.")
            waiting.result()
        finally:
            stop.cancel()
            waiting.cancel()

    async def run_once(self, command):
        """Run one Python program to its end; returns the lines it printed. Raises Refusal if it failed, and Stopped."""
        self.watchers[command.name] = asyncio.create_task(self._run_to_end(command))
        return await asyncio.shield(self.watchers[command.name])

    async def _run_to_end(self, command):
        name = command.name
        process = self.running[name] = await begin(command, self.environment)
        lines = []
        async for text in lines_of(process.stdout):
            lines.append(text)
            self.logs.write(name, text)
        code = await process.wait()
        self.running.pop(name, None)
        if self.stopping.is_set():
            raise Stopped
        if code:
            raise Refusal("\n".join([f"{name} failed:", *lines[-12:]]))
        return lines

    async def until_stopped(self):
        """Watches the servers too; the processes have their own watchers."""
        while not self.stopping.is_set():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.stopping.wait(), 0.5)
            for watcher in self.watchers.values():
                if watcher.done():
                    watcher.result()
            for server in self.servers:
                if server.process.poll() is not None and not self.stopping.is_set():
                    self.screen.notice(
                        f"{server.name} ended ({_how(server.process.returncode)}); starting it again"
                    )
                    server.start()

    async def stop(self):
        """All processes at once, each with the same grace; then the caller stops the servers."""
        self.stopping.set()
        for process in list(self.running.values()):
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
        watchers = self.watchers.values()
        if watchers:
            await asyncio.wait(watchers, timeout=GRACE)
            for process in list(self.running.values()):
                with contextlib.suppress(ProcessLookupError):
                    process.kill()
            await asyncio.gather(*watchers, return_exceptions=True)

    async def _keep_alive(self, command):
        pause = FIRST_PAUSE
        while not self.stopping.is_set():
            began = time.monotonic()
            process = self.running[command.name] = await begin(command, self.environment)
            await self._pump(command, process.stdout)
            code = await process.wait()
            del self.running[command.name]
            if self.stopping.is_set():
                return
            if not self.ready[command.name].is_set():
                tail = last_lines(self.places.log(command.name))
                raise Refusal(f"{command.name} ended while starting ({_how(code)}):\n{tail}")
            pause = FIRST_PAUSE if time.monotonic() - began > CALM else min(pause * 2, LONGEST_PAUSE)
            self.screen.notice(f"{command.name} ended ({_how(code)}); starting it again in {pause:g} s")
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.stopping.wait(), pause)

    async def _pump(self, command, stream):
        async for text in lines_of(stream):
            self.logs.write(command.name, text)
            self.screen.of_child(command.name, text)
            if command.sign and command.sign in text:
                self.ready[command.name].set()

    async def _all_answer(self, commands):
        await asyncio.gather(*(self._answers(command) for command in commands))

    async def _until_asked(self):
        await self.stopping.wait()

    async def _answers(self, command):
        """Ready by HTTP, by a sign in the output, or by running at all; a watcher that failed fails this too."""
        works = asyncio.create_task(self._is_up(command))
        watcher = self.watchers[command.name]
        done, _ = await asyncio.wait({works, watcher}, return_when="FIRST_COMPLETED")
        if watcher in done:
            works.cancel()
            watcher.result()
        self.ready[command.name].set()

    async def _is_up(self, command):
        if command.sign:
            await self.ready[command.name].wait()
        while command.port and not await answers_http(command.port):
            await asyncio.sleep(0.05)


def _how(code):
    return f"exit {code}" if code >= 0 else signal.Signals(-code).name
