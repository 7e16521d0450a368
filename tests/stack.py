"""The whole product on the test database, as it runs for users: web with live updates, worker, sweeper and carrier.

For what must be seen from outside: browsers, processes that die, real HTTP both ways. Rows are committed, so each test
works in an account of its own (`stack.account()`); nobody else sees it, and nothing needs to be cleaned up.
"""

import atexit
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from functools import cache
from urllib.parse import urlsplit

import httpx
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import override_settings

from helpdesk.up.children import bound_to_us
from sandbox.client import Carrier
from tests.brand import Brand
from tests.carrier import ROOT, free_port

WITHIN = 40  # s, for a process to begin to work


@cache
def collected() -> str:
    """The static files as people get them: a first page costs a browser a dozen requests, not a hundred."""
    folder = tempfile.mkdtemp(prefix="helpdesk-static-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    hashed = {"staticfiles": {"BACKEND": "helpdesk.static_storage.OneStyleSheet"}}
    with override_settings(STATIC_ROOT=folder, STORAGES=settings.STORAGES | hashed):
        call_command("collectstatic", interactive=False, verbosity=0)
    return folder


class Process:
    def __init__(self, environment, *arguments):
        self.command, self.environment = [sys.executable, "-u", *arguments], environment
        self.popen: subprocess.Popen | None = None

    def start(self):
        self.popen = subprocess.Popen(
            self.command, cwd=ROOT, env=self.environment, stdout=subprocess.DEVNULL, **bound_to_us()
        )

    def kill(self):
        """As a crash would: no word of farewell."""
        os.killpg(self.popen.pid, signal.SIGKILL)
        self.popen.wait()

    def stop(self):
        if self.popen and self.popen.poll() is None:
            self.popen.terminate()
            try:
                self.popen.wait(timeout=10)
            except subprocess.TimeoutExpired:
                self.kill()


class Stack:
    def __init__(self, carrier_url: str, database_url: str, media_root: str):
        self.port = free_port()
        self.base_url = f"http://127.0.0.1:{self.port}"
        self.carrier_url = carrier_url
        prefix = f"test-{self.port}:"
        environment = os.environ | {
            "DATABASE_URL": database_url,
            "PUBLIC_BASE_URL": self.base_url,
            "TWILIO_BASE_URL": carrier_url,
            "MEDIA_ROOT": media_root,
            "STATIC_ROOT": collected(),
            "DEBUG": "false",
            "LOG_LEVEL": "WARNING",
            "CELERY_PREFIX": prefix,
        }
        self.web = Process(
            environment, "-m", "uvicorn", "helpdesk.asgi:application", "--port", str(self.port), "--no-access-log",
            "--log-level", "warning", "--timeout-graceful-shutdown", "1",
        )  # fmt: skip
        self.worker = Process(
            environment, "-W", "ignore", "-m", "celery", "--quiet", "-A", "helpdesk", "worker", "--pool", "threads",
            "--concurrency", "4", "--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "WARNING",
        )  # fmt: skip
        self.sweeper = Process(environment, "manage.py", "sweep")

    def start(self):
        for process in (self.web, self.worker, self.sweeper):
            process.start()
        end = time.monotonic() + WITHIN
        while True:
            try:
                httpx.get(f"{self.base_url}/health/", trust_env=False, timeout=10).raise_for_status()
                return
            except httpx.HTTPError:
                if time.monotonic() > end or self.web.popen.poll() is not None:
                    raise RuntimeError("the product did not start") from None
                time.sleep(0.05)

    def stop(self):
        for process in (self.sweeper, self.worker, self.web):
            process.stop()


@pytest.fixture(scope="package")
def running_stack(carrier_process, django_db_setup, tmp_path_factory):
    url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}")
    stack = Stack(carrier_process.base_url, url.geturl(), str(tmp_path_factory.mktemp("media")))
    try:
        stack.start()
        yield stack
    finally:
        stack.stop()


@pytest.fixture
def stack(running_stack, carrier, settings, django_db_blocker):
    """The running product; the database is open to the test, and what it writes stays."""
    settings.TWILIO_BASE_URL = running_stack.carrier_url
    settings.PUBLIC_BASE_URL = running_stack.base_url
    with django_db_blocker.unblock():
        yield StackWithCarrier(running_stack, carrier)
        connection.close()  # while a browser is open, its event loop has a connection of its own


class StackWithCarrier:
    def __init__(self, running: Stack, carrier: Carrier):
        self.running, self.carrier, self.base_url = running, carrier, running.base_url

    def account(self) -> Brand:
        """A new account with a number at the carrier."""
        return Brand(self.carrier, self.base_url)
