"""What `bin/test` runs, on servers started once for all of it: named steps, up to the first red one.

With arguments for pytest, only pytest runs. `--no-browser` leaves the browser tests out.
"""

import os
import secrets
import subprocess
import sys
import time

from helpdesk.up import Refusal
from tests import browser, servers

PYTHON = [sys.executable]
MANAGE = [*PYTHON, "manage.py"]
STEPS = {
    "format": [*PYTHON, "-m", "ruff", "format", "--check", "."],
    "lint": [*PYTHON, "-m", "ruff", "check", "--quiet", "."],
    "import contracts": [
        *PYTHON,
        "-c",
        "from importlinter.cli import lint_imports_command as c; c()",
        "--no-cache",
    ],
    "checks": [*MANAGE, "check", "--fail-level", "WARNING"],
    "checks for production": [*MANAGE, "check", "--deploy", "--fail-level", "WARNING"],
    "missing migrations": [*MANAGE, "makemigrations", "--check", "--dry-run"],
    "types": [*PYTHON, "-m", "mypy", "--no-error-summary"],
}
PRODUCTION = {"DEBUG": "false", "PUBLIC_BASE_URL": "https://desk.example", "BEHIND_PROXY": "true"}


def main(arguments):
    no_browser = "--no-browser" in arguments
    chosen = [argument for argument in arguments if argument not in ("--no-browser", "--")]
    pytest = [*PYTHON, "-m", "pytest", *(["-m", "not browser"] if no_browser else [])]
    try:
        if not no_browser:
            os.environ["CHROMIUM_PATH"] = browser.get(say=lambda text: print(f"  {text}", flush=True))
        servers.start()
    except (Refusal, browser.NoBrowser) as missing:
        print(f"\n  ✗ {missing}\n", file=sys.stderr)
        return 1
    if chosen:
        return subprocess.run([*pytest, *chosen]).returncode
    for name, command in STEPS.items():
        if not passes(name, command):
            return 1
    print("  pytest\n", flush=True)
    return subprocess.run([*pytest, "-n", "2"]).returncode


def passes(name, command):
    """Run one step quietly; a red one shows all that it said."""
    environment = dict(os.environ)
    if "--deploy" in command:
        environment |= PRODUCTION | {"SECRET_KEY": secrets.token_urlsafe(60)}
        del environment["DJANGO_ALLOW_ASYNC_UNSAFE"]  # for the browser tests only
    began = time.monotonic()
    print(f"  {name} ...", end="", flush=True)
    done = subprocess.run(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    seconds = time.monotonic() - began
    if done.returncode:
        print(
            f" ✗\n\n{done.stdout.rstrip()}\n\n  ✗ {name} (the command: {' '.join(command[1:])})\n", flush=True
        )
        return False
    print(f" ✓ {seconds:.1f} s", flush=True)
    return True


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
