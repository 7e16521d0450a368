"""Postgres from the wheel: made, started and stopped as a child of ours, reached by a Unix socket only."""

import contextlib
import hashlib
import os
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

import psycopg

from helpdesk.up import Refusal
from helpdesk.up.binaries import postgres_bin
from helpdesk.up.children import as_server_account, bound_to_us, own_folder

# The collation needs nothing of the host; Postgres 15 and 16 lack it, so nothing may depend on its order of names.
INITDB = "-A trust -U postgres -E UTF8 --locale-provider=builtin --builtin-locale=C.UTF-8 --locale=C --data-checksums"
THROW_AWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
LONGEST_SOCKET_FOLDER = 90  # bytes: a socket's whole path may have 107


class Postgres:
    """One server on one data folder. `start` and `stop` block; seconds throughout."""

    name, title = "postgres", "Postgres"
    role = database = "helpdesk"

    def __init__(self, folder, log, runtime, settings=None):
        self.folder, self.log, self.runtime = Path(folder), Path(log), Path(runtime)
        self.data = self.folder / "data"
        self.settings = settings or {}
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self):
        """For the product: an owner of its database that row-level security binds like anybody."""
        return f"postgres://{self.role}@/{self.database}?host={quote(str(self.socket_folder))}"

    @property
    def socket_folder(self):
        inside = self.folder / "socket"
        if len(os.fsencode(inside)) <= LONGEST_SOCKET_FOLDER:
            return inside
        mark = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"helpdesk-{mark}"

    def start(self, within=60):
        """Returns when connections are taken, the role and the database exist. Raises Refusal with the log's end."""
        binaries = postgres_bin(self.runtime)
        own_folder(self.folder, for_servers=True)
        # Trust is safe: the socket lies in a folder that only this user (and root) may enter, and TCP is off.
        own_folder(self.socket_folder, for_servers=True)
        self._end_leftover()
        if not self.data.exists():
            self._initialise(binaries)
        options = {
            "listen_addresses": "",
            "unix_socket_directories": f'"{self.socket_folder}"',
            **self.settings,
        }
        arguments = [part for key, value in options.items() for part in ("-c", f"{key}={value}")]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [binaries / "postgres", "-D", self.data, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                **as_server_account(),
                **bound_to_us(signal.SIGINT),
            )
        self._wait(self.process, time.monotonic() + within)
        self._make_database()

    def stop(self, within=5, how=signal.SIGINT):
        """A fast shutdown: open transactions are rolled back, everything committed is on disk."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(how)
            try:
                self.process.wait(within)
            except subprocess.TimeoutExpired:
                self.process.send_signal(signal.SIGQUIT)  # no checkpoint; the next start replays the log
                self.process.wait()
        if self.socket_folder.parent != self.folder:
            with contextlib.suppress(OSError):  # never made, or still in use
                self.socket_folder.rmdir()

    def _initialise(self, binaries):
        fresh = self.folder / "data-unfinished"
        subprocess.run(["rm", "-rf", "--", fresh], check=True)
        made = subprocess.run(
            [binaries / "initdb", "-D", fresh, *INITDB.split(), "--no-instructions"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            cwd="/",
            **as_server_account(),
            **bound_to_us(),
        )
        if made.returncode:
            raise Refusal(f"Postgres could not make its data folder:\n{made.stderr.strip()}")
        fresh.rename(self.data)

    def _wait(self, process, deadline):
        while not self._is_ready(process):
            if process.poll() is not None:
                raise Refusal(f"Postgres did not start. The end of {self.log}:\n{last_lines(self.log)}")
            if time.monotonic() > deadline:
                raise Refusal(f"Postgres is still not ready; see {self.log}.")
            time.sleep(0.02)

    def _is_ready(self, process):
        lines = self._pid_file()
        return len(lines) >= 8 and lines[0] == str(process.pid) and lines[7].strip() == "ready"

    def _pid_file(self):
        try:
            return (self.data / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return []

    def _end_leftover(self, within=10):
        """End the server of a run that was killed: on Linux it is ending by itself, elsewhere it must be told.

        The caller holds the folder's lock, so a server alive here has lost its supervisor.
        """
        deadline = time.monotonic() + within
        told = False
        while (lines := self._pid_file()) and _is_alive(int(lines[0])):
            if not told:
                os.kill(int(lines[0]), signal.SIGINT)
                told = True
            if time.monotonic() > deadline:
                raise Refusal(f"Postgres (process {lines[0]}) of an earlier run does not end; please end it.")
            time.sleep(0.05)

    def _make_database(self):
        with psycopg.connect(
            user="postgres", dbname="postgres", host=str(self.socket_folder), autocommit=True
        ) as db:
            if not db.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [self.role]).fetchone():
                db.execute(f"CREATE ROLE {self.role} LOGIN NOSUPERUSER NOBYPASSRLS CREATEDB")
            if not db.execute("SELECT 1 FROM pg_database WHERE datname = %s", [self.database]).fetchone():
                db.execute(f"CREATE DATABASE {self.database} OWNER {self.role}")


def last_lines(path, count=8):
    try:
        return "\n".join(Path(path).read_text(errors="replace").splitlines()[-count:])
    except FileNotFoundError:
        return ""


def _is_alive(pid):
    try:
        command = subprocess.run(["ps", "-o", "comm=", "-p", str(pid)], capture_output=True, text=True).stdout
    except FileNotFoundError:  # no procps in small containers
        comm = Path(f"/proc/{pid}/comm")
        command = comm.read_text() if comm.exists() else ""
    return "postgres" in command
