"""What is measured: embedded servers with their ordinary settings (fsync on), databases that stay, processes."""

import atexit
import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager, suppress

import psycopg

from helpdesk.up.binaries import postgres_bin
from helpdesk.up.children import bound_to_us
from helpdesk.up.places import CHECKOUT, Places
from helpdesk.up.ports import HOST, free_port
from helpdesk.up.postgres import Postgres, last_lines
from helpdesk.up.valkey import Valkey

FILES = 16_000  # open files that a process with thousands of streams needs


class House:
    """Servers for one run; everything is stopped when this process ends."""

    def __init__(self):
        folder = CHECKOUT / ".cache" / "bench"
        folder.mkdir(parents=True, exist_ok=True)
        os.environ.pop("DATA_DIR", None)
        self.places = Places.choose(folder)
        self._lock = self.places.lock()
        self.postgres = Postgres(
            self.places.data / "postgres", self.places.log("postgres"), self.places.runtime
        )
        self.valkey = Valkey(self.places.data / "valkey", self.places.log("valkey"), self.places.runtime)
        for server in (self.postgres, self.valkey):
            server.start()
            atexit.register(server.stop, 60)

    def connect(self, database="postgres"):
        """As the superuser of the bench's own server."""
        folder = str(self.postgres.socket_folder)
        return psycopg.connect(user="postgres", dbname=database, host=folder, autocommit=True)

    def environment(self, database, port=0):
        """Nothing of the developer's own settings: the runs of two people must be the same."""
        role, folder = self.postgres.role, self.postgres.socket_folder
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
        return kept | {
            "DJANGO_SETTINGS_MODULE": "bench.settings",
            "PYTHONPATH": str(CHECKOUT),
            "DATABASE_URL": f"postgres://{role}@/{database}?host={folder}",
            "REDIS_URL": self.valkey.url,
            "SECRET_KEY": self.places.secret_key(),
            "PUBLIC_BASE_URL": f"http://{HOST}:{port}",
            "STATIC_ROOT": str(self.places.data / "static"),
            "MEDIA_ROOT": str(self.places.folder("media")),
            "MAIL_DIR": str(self.places.folder("mail")),
            "LOG_LEVEL": "WARNING",
        }

    def python(self, database, *arguments):
        """Run a program of ours to its end; what it printed. Raises CalledProcessError."""
        return subprocess.run(
            [sys.executable, "-m", *arguments],
            env=self.environment(database),
            cwd=CHECKOUT,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
            **bound_to_us(),
        ).stdout

    def prepare(self, database):
        """Bring the schema up to date, make the people who use it, sign one in. What the clients need to know."""
        return json.loads(self.python(database, "bench.prepare").splitlines()[-1])

    @contextmanager
    def web(self, database):
        """Pages, webhooks and live streams as `bin/run` starts them: one process, 8 threads. Gives its port."""
        with self._uvicorn("helpdesk.asgi:application", database) as (port, _):
            yield port

    @contextmanager
    def live(self, database):
        """The live process as production starts it. Gives its port and its process id."""
        with self._uvicorn("helpdesk.live_server:application", database) as running:
            yield running

    @contextmanager
    def _uvicorn(self, application, database):
        port, log = free_port(), self.places.log("web")
        options = ["--no-access-log", "--timeout-graceful-shutdown", "1"]
        with log.open("ab") as output:
            process = subprocess.Popen(
                ["/bin/sh", "-c", f'ulimit -n {FILES} 2>/dev/null; exec "$@"', "sh"]
                + [
                    sys.executable,
                    "-m",
                    "uvicorn",
                    application,
                    "--host",
                    HOST,
                    "--port",
                    str(port),
                    *options,
                ],
                env=self.environment(database, port),
                cwd=CHECKOUT,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                **bound_to_us(),
            )
        try:
            self._wait(port, process, log)
            yield port, process.pid
        finally:
            process.send_signal(signal.SIGTERM)
            with suppress(subprocess.TimeoutExpired):
                process.wait(5)
            process.kill()
            process.wait()

    def _wait(self, port, process, log):
        deadline = time.monotonic() + 30
        while process.poll() is None and time.monotonic() < deadline:
            with suppress(OSError):
                urllib.request.urlopen(f"http://{HOST}:{port}/health/", timeout=5).close()
                return
            time.sleep(0.1)
        raise SystemExit(f"The web process did not start:\n{last_lines(log, 20)}")

    def pgbench(self, database, scripts, values, clients, seconds):
        """Transactions per second of the scripts, by turns; the account is entered once per connection."""
        arguments = ["-n", "-M", "prepared", "-c", str(clients), "-j", "1", "-T", str(seconds)]
        for script in scripts:
            arguments += ["-f", str(CHECKOUT / "bench" / "pgbench" / f"{script}.sql")]
        for name, value in values.items():
            arguments += ["-D", f"{name}={value}"]
        environment = {
            "PGHOST": str(self.postgres.socket_folder),
            "PGUSER": self.postgres.role,
            "PGOPTIONS": f"-c app.account={values['account']}",
        }
        said = subprocess.run(
            [postgres_bin(self.places.runtime) / "pgbench", *arguments, database],
            env=os.environ | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            **bound_to_us(),
        )
        rates = [line for line in said.stdout.splitlines() if line.startswith("tps = ")]
        if said.returncode or not rates or "aborted" in said.stdout:
            raise SystemExit(f"pgbench failed:\n{said.stdout}")
        return float(rates[0].split()[2])
