"""A real server that passes bells on, for tests of several processes."""

import contextlib
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

PATIENCE_S = 20


def free_port() -> int:
    """Return a port that nobody uses."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


@contextlib.contextmanager
def relay_server(address: str = "") -> Iterator[tuple[str, "subprocess.Popen[bytes]"]]:
    """Run a server, at an address if one is given.

    Raises
    ------
    Exception
        There is none on this machine: the test is left out, and says so.
    """
    program = shutil.which("valkey-server") or shutil.which("redis-server")
    if program is None:
        raise pytest.skip.Exception(
            "There is no valkey-server or redis-server here; install one to try several processes."
        )
    port = urlsplit(address).port or free_port()
    with tempfile.TemporaryDirectory() as folder:
        order = [program, "--port", str(port), "--save", "", "--dir", folder]
        process = subprocess.Popen(order, stdout=subprocess.DEVNULL)
        try:
            _wait_for(port)
            yield f"valkey://127.0.0.1:{port}", process
        finally:
            process.kill()
            process.wait(PATIENCE_S)


def _wait_for(port: int) -> None:
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", port)).close()
            return
        time.sleep(0.02)
