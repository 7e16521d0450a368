"""The product as `bin/run` starts it, on throw-away data, with a hand that kills processes and starts them again."""

import atexit
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx

from helpdesk.up import Refusal, processes
from helpdesk.up.children import bound_to_us, own_folder
from helpdesk.up.places import CHECKOUT
from helpdesk.up.ports import HOST, free_port
from helpdesk.up.postgres import Postgres, last_lines
from helpdesk.up.valkey import Valkey

WITHIN = 60  # s, for a process to begin to work
# A process dies with the thread that started it (helpdesk.up.children), so one that stays starts them all.
HANDS = ThreadPoolExecutor(1)


class Process:
    """One of the product's own: killed as a crash would, and started again at once."""

    def __init__(self, command, log: Path):
        self.command, self.log = command, log
        self.popen: subprocess.Popen | None = None

    def start(self) -> None:
        HANDS.submit(self._start).result()

    def _start(self) -> None:
        with self.log.open("ab") as log:
            self.popen = subprocess.Popen(
                [sys.executable, "-u", *self.command.arguments],
                cwd=CHECKOUT, stdin=subprocess.DEVNULL, stdout=log, stderr=log, **bound_to_us(),
            )  # fmt: skip

    def kill(self) -> None:
        if self.popen and self.popen.poll() is None:
            os.killpg(self.popen.pid, signal.SIGKILL)
            self.popen.wait()

    def crash(self) -> None:
        self.kill()
        self.start()


class Rig:
    """Within it Django is set up on the rig's own servers. Raises Refusal when something does not start."""

    def __enter__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="helpdesk-chaos-"))
        self.folder.chmod(0o711)  # the servers' account walks through where we are root
        atexit.register(shutil.rmtree, self.folder, ignore_errors=True)
        runtime = own_folder(Path(tempfile.gettempdir()) / f"helpdesk-runtime-{os.geteuid()}")
        runtime.chmod(0o711)
        # Its ordinary settings, fsync and all: what was acknowledged must outlive a crash.
        self.postgres = Postgres(self.folder / "postgres", self.folder / "postgres.log", runtime)
        self.redis = Valkey(self.folder / "redis", self.folder / "redis.log", runtime)
        for server in (self.postgres, self.redis):
            server.start()
            atexit.register(server.stop)
        self.port, carrier_port = free_port(), free_port()
        self.base_url, self.carrier_url = f"http://{HOST}:{self.port}", f"http://{HOST}:{carrier_port}"
        self._set_up_django()
        carrier = processes.carrier(carrier_port, self.folder / "carrier.sqlite3")
        self.carrier = self._process(carrier, "--pace", "0.02")
        self.web = self._process(processes.web(self.port))
        self.worker = self._process(processes.worker())
        self.sweeper = self._process(processes.sweeper())
        for process in self._processes():
            process.start()
        self.wait(f"{self.carrier_url}/health", self.carrier)
        self.wait(f"{self.base_url}/health/", self.web)
        return self

    def __exit__(self, *_):
        for process in self._processes():
            process.kill()
        self.redis.stop()
        self.postgres.stop()

    def _processes(self):
        return self.carrier, self.web, self.worker, self.sweeper

    def _process(self, command, *more: str) -> Process:
        command.arguments.extend(more)
        return Process(command, self.folder / f"{command.name}.log")

    def _set_up_django(self) -> None:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "helpdesk.settings",
            "DATABASE_URL": self.postgres.url,
            "DATABASE_ROLE": "",
            "REDIS_URL": self.redis.url,
            "SECRET_KEY": secrets.token_urlsafe(48),
            "PUBLIC_BASE_URL": self.base_url,
            "TWILIO_BASE_URL": self.carrier_url,
            "MEDIA_ROOT": str(own_folder(self.folder / "media")),
            "MAIL_DIR": str(own_folder(self.folder / "mail")),
            "STATIC_ROOT": str(self.folder / "static"),
            "LOG_LEVEL": "WARNING",
            "DEBUG": "false",
        }
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)

    def wait(self, url: str, process: Process) -> None:
        end = time.monotonic() + WITHIN
        while True:
            try:
                httpx.get(url, trust_env=False, timeout=10).raise_for_status()
                return
            except httpx.HTTPError:
                if time.monotonic() > end:
                    raise Refusal(
                        f"{process.command.name} does not answer: {last_lines(process.log, 1)}"
                    ) from None
                time.sleep(0.05)

    def crash_server(self, server) -> None:
        """kill -9, and at once again: what it had promised to keep has to be there."""
        server.process.send_signal(signal.SIGKILL)
        server.process.wait()
        HANDS.submit(server.start).result()

    def check_invariants(self, ledger) -> None:
        checked = subprocess.run(
            [sys.executable, "manage.py", "check_invariants"], cwd=CHECKOUT, capture_output=True, text=True
        )
        ledger.must("check_invariants", checked.stderr.strip()[-2000:] or "all hold", "all hold")


class Killer(threading.Thread):
    """Kills one thing after the other until it is stopped; `kills` counts them by name."""

    def __init__(self, chance, every: tuple[float, float], victims: dict, most: int = 10**9):
        super().__init__(daemon=True)
        self.chance, self.every, self.victims, self.most = chance, every, victims, most
        self.kills = dict.fromkeys(victims, 0)
        self._ended = threading.Event()

    def run(self) -> None:
        """Everything once, in any order, before anything twice."""
        next_ones: list[str] = []
        while sum(self.kills.values()) < self.most and not self._ended.wait(self.chance.uniform(*self.every)):
            next_ones = next_ones or self.chance.sample(list(self.victims), len(self.victims))
            name = next_ones.pop()
            self.victims[name]()
            self.kills[name] += 1

    def stop(self) -> None:
        self._ended.set()
        self.join()
