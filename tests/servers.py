"""Throw-away Postgres and Valkey for one run of the tests, from the same wheels as the demo's.

Where DATABASE_URL or REDIS_URL name servers of the developer's own, those are used: databases called test_… are made.
"""

import atexit
import os
import secrets
import shutil
import signal
import tempfile
from pathlib import Path

from helpdesk.up.children import own_folder
from helpdesk.up.own_servers import check_postgres
from helpdesk.up.postgres import THROW_AWAY, Postgres
from helpdesk.up.valkey import Valkey

# Which of the processes that run the tests this is: they share the servers, and number what meets there apart.
WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))


def start():
    """Fill the environment that the settings read. Must come before Django is touched; xdist workers inherit it.

    Raises Refusal when a server of the developer's own can't be used.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")
    os.environ.setdefault("SECRET_KEY", secrets.token_urlsafe(48))
    # Playwright's synchronous API leaves a loop running in the main thread, which Django takes for async code.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    if "PYTEST_XDIST_WORKER" not in os.environ:
        _start_missing()


def _start_missing():
    folder = None
    if not os.environ.get("DATABASE_URL") or not os.environ.get("REDIS_URL"):
        folder = Path(tempfile.mkdtemp(prefix="helpdesk-tests-"))
        folder.chmod(0o711)  # the servers' account walks through where the tests run as root
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
    if os.environ.get("DATABASE_URL"):
        role = os.environ.get("DATABASE_ROLE") or check_postgres(os.environ["DATABASE_URL"])
        os.environ["DATABASE_ROLE"] = role
    else:
        os.environ["DATABASE_URL"] = _postgres(folder)
        os.environ["DATABASE_ROLE"] = ""
    if not os.environ.get("REDIS_URL"):
        os.environ["REDIS_URL"] = _valkey(folder)


def _postgres(folder):
    server = Postgres(folder / "postgres", folder / "postgres.log", _runtime(), settings=THROW_AWAY)
    server.start()
    atexit.register(server.stop, how=signal.SIGQUIT)  # nothing of it is worth a checkpoint
    return server.url


def _valkey(folder):
    server = Valkey(folder / "valkey", folder / "valkey.log", _runtime(), keep=False)
    server.start()
    atexit.register(server.stop)
    return server.url


def _runtime():
    """Copies of the binaries, kept from run to run; made only where the venv is out of the servers' reach."""
    folder = own_folder(Path(tempfile.gettempdir()) / f"helpdesk-runtime-{os.geteuid()}")
    folder.chmod(0o711)
    return folder
