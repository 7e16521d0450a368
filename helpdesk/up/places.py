"""The folder that keeps what a run leaves: `.data` of the checkout, or one below /var/tmp where that can't serve."""

import contextlib
import fcntl
import hashlib
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from helpdesk.up import Refusal
from helpdesk.up.children import is_reachable, own_folder, server_account

CHECKOUT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Places:
    data: Path

    @classmethod
    def choose(cls, checkout=CHECKOUT):
        """DATA_DIR, else `.data`, else outside: root's checkout may lie where the servers' account can't go."""
        if named := os.environ.get("DATA_DIR"):
            folder = Path(named).resolve()
            make(folder)
            if not is_reachable(folder / "postgres"):
                raise Refusal(f"DATA_DIR={named} is out of reach for the user {server_account().pw_name}.")
            return cls(folder)
        inside = checkout / ".data"
        with contextlib.suppress(OSError):
            make(inside)
            if is_reachable(inside / "postgres") and os.access(inside, os.W_OK):
                return cls(inside)
        mark = hashlib.sha256(os.fsencode(checkout)).hexdigest()[:12]
        outside = Path("/var/tmp") / f"helpdesk-{os.geteuid()}-{mark}"  # noqa: S108 (own_folder checks it)
        own_folder(outside).chmod(0o711)  # the servers' account walks through, and reads nothing
        return cls(outside)

    @property
    def runtime(self):
        return self.data / "runtime"

    def folder(self, name):
        return own_folder(self.data / name)

    def log(self, name):
        """The log of one process, cut once a start finds it long."""
        path = self.folder("logs") / f"{name}.log"
        if path.exists() and path.stat().st_size > 10_000_000:
            path.replace(path.with_suffix(".log.1"))
        return path

    def lock(self):
        """Hold this folder for as long as the returned file stays open. Raises Refusal if another run holds it."""
        file = os.fdopen(os.open(self.data / "lock", os.O_RDWR | os.O_CREAT, 0o600), "r+")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refusal(f"It is running already, as process {file.read().strip() or '?'}.") from None
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        return file

    def secret_key(self):
        """Made once. It signs sessions and encrypts the provider's tokens at rest, so it must stay the same."""
        path = self.data / "secret-key"
        try:
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(secrets.token_urlsafe(48))
        except FileExistsError:
            pass
        return path.read_text().strip()


def make(folder):
    """Whatever the umask: the servers' account may walk through, and nobody may look around."""
    if not folder.exists():
        folder.mkdir(parents=True)
        folder.chmod(0o711)
