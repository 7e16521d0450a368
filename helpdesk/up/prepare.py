"""`python -m helpdesk.up.prepare`: brings the database and the static files up to date, in one process for speed.

The last line it prints is what the terminal should show, as JSON: {"email": ..., "password": ...} of the demo, or {}.
"""

import hashlib
import json
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.utils.module_loading import import_string

CARRIER_WITHIN = 20  # s


def main():
    django.setup()
    call_command("migrate", interactive=False, verbosity=1)
    call_command("createcachetable", verbosity=0)
    collect_static()
    sign_in = {}
    if settings.SANDBOX_URL:
        wait_for(settings.SANDBOX_URL)
        call_command("seed")
        # By name: the project imports none of its apps.
        sign_in = {
            "email": import_string("sandbox.demo.SIGN_IN_EMAIL"),
            "password": import_string("sandbox.demo.PASSWORD"),
        }
    print(json.dumps(sign_in))


def collect_static():
    """Hashed and compressed as in production, only when a file was added, changed or removed."""
    root = Path(settings.STATIC_ROOT)
    files = sorted(
        (name, storage.path(name)) for finder in get_finders() for name, storage in finder.list([])
    )
    facts = [(name, (found := Path(path).stat()).st_size, found.st_mtime_ns) for name, path in files]
    mark = hashlib.sha256(repr([django.VERSION, facts]).encode()).hexdigest()
    stamp = root / ".collected"
    if stamp.exists() and stamp.read_text() == mark:
        return
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(mark)


def wait_for(address):
    deadline = time.monotonic() + CARRIER_WITHIN
    while True:
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except (OSError, urllib.error.URLError) as silent:
            if time.monotonic() > deadline:
                sys.exit(f"The sandbox carrier does not answer at {address}: {silent}")
            time.sleep(0.1)


if __name__ == "__main__":
    main()
