"""Starting a child process so that it can never outlive us, as root or as an ordinary user."""

import ctypes
import os
import pwd
import signal
import stat
import sys
from pathlib import Path

PR_SET_PDEATHSIG = 1
prctl = ctypes.CDLL(None).prctl if sys.platform == "linux" else None


def die_with_parent(last_signal=signal.SIGKILL):
    """Ask the kernel for `last_signal` when the thread that started this process ends, even by kill -9.

    Linux only; elsewhere the next start clears up what a killed one left.
    """
    if prctl:
        prctl(PR_SET_PDEATHSIG, int(last_signal), 0, 0, 0)


def bound_to_us(last_signal=signal.SIGKILL):
    """Popen arguments: a session of its own, so that Ctrl-C reaches the supervisor only, and an end with ours."""
    # preexec_fn runs after the change of user, which would have cleared the death signal again.
    return {"start_new_session": True, "preexec_fn": lambda: die_with_parent(last_signal)}


def server_account():
    """The passwd entry that the embedded servers run as: Postgres refuses root. None: as ourselves."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise LookupError("neither a user 'postgres' nor 'nobody' on this machine")


def as_server_account():
    """Popen arguments that change to the servers' account where we are root."""
    account = server_account()
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}


def is_reachable(path):
    """Whether the servers' account can walk to `path`: always as an ordinary user, by its parents' modes as root."""
    if server_account() is None:
        return True
    return all(parent.stat().st_mode & stat.S_IXOTH for parent in Path(path).resolve().parents)


def own_folder(path, for_servers=False):
    """Make `path` a folder of ours that nobody else may enter, given to the servers' account if asked.

    Raises PermissionError if somebody else made it first: some of these names in shared folders can be guessed.
    """
    account = server_account() if for_servers else None
    owner = account.pw_uid if account else os.geteuid()
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (owner, os.geteuid()):
        raise PermissionError(f"{path} belongs to somebody else")
    if account and found.st_uid != owner:
        os.chown(path, owner, account.pw_gid)
    return path
