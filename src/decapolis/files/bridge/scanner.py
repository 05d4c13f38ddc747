"""Ask a virus scanner (clamd) about a file: its INSTREAM command, over TCP or a local socket."""

import re
import socket
import struct
from typing import IO
from urllib.parse import urlsplit

from decapolis.files.errors import ScannerSilent

CHUNK = 65_536
PATIENCE = 60  # seconds
LONGEST_ANSWER = 4096
PORT = 3310
FOUND = re.compile(r"^stream: (?P<name>.+) FOUND$")


def scan(file: IO[bytes], *, address: str) -> str:
    """Return the name of what was found; empty: nothing.

    Parameters
    ----------
    address
        ``tcp://host:3310`` or ``unix:///run/clamav/clamd.ctl``.

    Raises
    ------
    ScannerSilent
        It cannot be reached, or says neither yes nor no.
    """
    file.seek(0)
    try:
        with _connected(address) as line:
            line.sendall(b"zINSTREAM\0")
            while chunk := file.read(CHUNK):
                line.sendall(struct.pack("!L", len(chunk)) + chunk)
            line.sendall(struct.pack("!L", 0))
            said = _answer(line)
    except OSError as error:
        raise ScannerSilent(f"The virus scanner at {address} cannot be reached: {error}") from error
    found = FOUND.match(said)
    if found:
        return found["name"]
    if said == "stream: OK":
        return ""
    raise ScannerSilent(f"The virus scanner at {address} answers: {said[:200]!r}")


def _connected(address: str) -> socket.socket:
    parts = urlsplit(address)
    if parts.scheme == "unix":
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(PATIENCE)
        try:
            line.connect(parts.path)
        except OSError:
            line.close()
            raise
        return line
    return socket.create_connection((parts.hostname or "", parts.port or PORT), PATIENCE)


def _answer(line: socket.socket) -> str:
    said = b""
    while not said.endswith(b"\0") and len(said) < LONGEST_ANSWER:
        more = line.recv(LONGEST_ANSWER)
        if not more:
            break
        said += more
    return said.rstrip(b"\0\n").decode("utf-8", "replace")
