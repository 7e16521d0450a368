"""The whole product once more, on a Postgres and a Valkey of its own: for tests that stop these or kill processes."""

import shutil
import signal
import tempfile
from contextlib import contextmanager
from pathlib import Path

import environ
from django.core.management import call_command
from django.db import connection

from helpdesk.up.postgres import THROW_AWAY, Postgres
from helpdesk.up.valkey import Valkey
from tests import servers
from tests.brand import Brand
from tests.stack import Stack


class Private(Stack):
    def __init__(self, carrier):
        self.folder = Path(tempfile.mkdtemp(prefix="helpdesk-outage-"))
        self.folder.chmod(0o711)
        runtime = servers._runtime()
        self.postgres = Postgres(self.folder / "postgres", self.folder / "postgres.log", runtime, THROW_AWAY)
        self.valkey = Valkey(self.folder / "valkey", self.folder / "valkey.log", runtime, keep=False)
        self.carrier = carrier
        for server in (self.postgres, self.valkey):
            server.start()
        super().__init__(carrier.base_url, self.postgres.url, str(self.folder / "media"))
        # What an outage makes the processes say belongs to the test: it is not worth a reader's time.
        own = {"REDIS_URL": self.valkey.url, "DATABASE_ROLE": "", "LOG_LEVEL": "CRITICAL"}
        for process in (self.web, self.worker, self.sweeper):
            process.environment.update(own)

    @contextmanager
    def at_home(self):
        """This process's own database work goes to the private server meanwhile."""
        kept = dict(connection.settings_dict)
        url = environ.Env.db_url_config(self.postgres.url)
        options = {"connect_timeout": 5} | url["OPTIONS"]
        connection.close()
        connection.settings_dict.update(url | {"OPTIONS": options})
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict.update(kept)

    def start(self):
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        super().start()

    def stop(self):
        super().stop()
        self.valkey.stop()
        self.postgres.stop(how=signal.SIGQUIT)
        shutil.rmtree(self.folder, ignore_errors=True)

    def restore(self):
        """Whatever a test that failed has left stopped or dead."""
        for part in (self.postgres, self.valkey, self.web, self.worker, self.sweeper):
            process = part.process if isinstance(part, Postgres | Valkey) else part.popen
            if process.poll() is not None:
                part.start()

    def account(self) -> Brand:
        return Brand(self.carrier, self.base_url)
