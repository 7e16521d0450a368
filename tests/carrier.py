"""The sandbox carrier as a fixture: one process per test session; each test has accounts of its own.

pytest_plugins = ["tests.carrier"]  # in the conftest
"""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

import sandbox
from sandbox.client import Account, Carrier

ROOT = Path(sandbox.__file__).parent.parent
PACE = 0.02
_numbers = count(1000)  # the cast has the ones before


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


class CarrierProcess:
    """The carrier, to start, stop and kill."""

    def __init__(self, data: Path, *options: str):
        self.port = free_port()
        self.base_url = f"http://127.0.0.1:{self.port}"
        self._command = [
            sys.executable,
            "-m",
            "sandbox.carrier",
            "--port",
            str(self.port),
            "--data",
            str(data),
            "--pace",
            str(PACE),
            *options,
        ]
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self._process = subprocess.Popen(self._command, cwd=ROOT)
        end = time.monotonic() + 20
        while True:
            try:
                httpx.get(f"{self.base_url}/health", trust_env=False).raise_for_status()
                return
            except httpx.HTTPError:
                if time.monotonic() > end or self._process.poll() is not None:
                    raise RuntimeError("the sandbox carrier did not start") from None
                time.sleep(0.03)

    def kill(self) -> None:
        assert self._process
        self._process.kill()
        self._process.wait()

    def stop(self) -> int:
        """An orderly stop; the exit code."""
        assert self._process
        self._process.terminate()
        return self._process.wait(timeout=10)


class Rebased(TwilioHttpClient):
    """The official SDK's HTTP client, talking to another address: all that differs from the real provider."""

    def __init__(self, base_url: str):
        super().__init__(timeout=10)
        self._base_url = base_url

    def request(self, method: str, url: str, *args: Any, **settings: Any) -> Any:
        parts = urlsplit(url)
        query = f"?{parts.query}" if parts.query else ""
        return super().request(method, f"{self._base_url}{parts.path}{query}", *args, **settings)


def sdk(account: Account) -> Client:
    """The official SDK, signed in as this account."""
    return Client(account.sid, account.token, http_client=Rebased(account.carrier.base_url))


def new_number() -> str:
    """A number that no other test uses."""
    return f"+1503555{next(_numbers):04}"


@pytest.fixture(scope="session")
def carrier_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CarrierProcess]:
    process = CarrierProcess(tmp_path_factory.mktemp("carrier") / "carrier.sqlite3")
    process.start()
    yield process
    process.stop()


@pytest.fixture
def carrier(carrier_process: CarrierProcess) -> Iterator[Carrier]:
    """The carrier without faults; make an account of the test's own with `carrier.account()`."""
    with Carrier(carrier_process.base_url) as carrier:
        carrier.clear_faults()
        yield carrier
        carrier.clear_faults()
