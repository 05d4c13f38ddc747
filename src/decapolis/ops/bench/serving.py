"""Measure the whole program from outside: loading, start-up, memory."""

import http.client
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlencode

from decapolis.ops.bench import homes
from decapolis.ops.bench.figures import Figure, Limits
from decapolis.ops.bench.timing import peak_memory

STARTS = 3
PATIENCE = 60
LIBRARIES = "import django, django.template, ninja, numpy, pydantic, uvicorn"
LINK = re.compile(r'href="(/[^"#]*)"')
TOUR_FROM = ("/", "/find", "/cities", "/sources")
TOUR_LENGTH = 60


def start_up(home: Path) -> Figure:
    """Time ``run`` until the first page is there, warm: the best of a few starts.

    The baseline is the same Python importing the libraries that it stands on.
    """
    times, bare = [], []
    for _turn in range(STARTS):
        began = time.perf_counter()
        subprocess.run([sys.executable, "-c", LIBRARIES], check=True)
        bare.append(time.perf_counter() - began)
        began = time.perf_counter()
        with served(home):
            times.append(time.perf_counter() - began)
    return Figure(
        section="starter",
        name="start-up to the first page, warm",
        size=f"best of {STARTS} starts",
        unit="s",
        value=min(times),
        baseline="importing its libraries",
        baseline_value=min(bare),
        limits=Limits(most=3),
    )


def memory(home: Path, asked: Sequence[str], *, alone: Sequence[Figure]) -> list[Figure]:
    """Return the most memory that the server held over a tour of pages and some searches.

    The baseline, ``alone``, is a process that does nothing but embed one sentence. Empty where the
    system does not tell the memory of a process.
    """
    with served(home) as (address, pid):
        visited = tour(address)
        for question in asked:
            fetch(address, "/find?" + urlencode({"q": question}))
        held = peak_memory(pid)
    if held is None:
        return []
    figure = Figure(
        section="starter",
        name="peak memory of the server",
        size=f"{visited} pages, {len(asked)} searches",
        unit="MB",
        value=held,
        baseline=alone[0].name,
        baseline_value=alone[0].value,
        limits=Limits(most=450),
    )
    return [figure]


def tour(address: str) -> int:
    """Visit pages as they link to each other, one of each kind in turn; return how many."""
    seen: dict[str, None] = dict.fromkeys(TOUR_FROM)
    visited = 0
    for path in _growing(seen):
        for link in LINK.findall(fetch(address, path)):
            if not link.startswith(("/static/", "/api/")):
                seen.setdefault(link.replace("&amp;", "&"))
        visited += 1
        if visited == TOUR_LENGTH:
            break
    return visited


def fetch(address: str, path: str) -> str:
    """Return a page.

    Raises
    ------
    BenchBroken
        The server answers with an error.
    """
    try:
        with urllib.request.urlopen(address + path, timeout=PATIENCE) as answer:  # noqa: S310 -- our own address
            body: bytes = answer.read()
    except OSError as error:
        raise homes.BenchBroken(f"{path} cannot be fetched: {error}.") from error
    return body.decode(errors="replace")


@contextmanager
def served(home: Path) -> Iterator[tuple[str, int]]:
    """Serve a home as a visitor would; gives address and process once a page was answered.

    Raises
    ------
    BenchBroken
        The server does not start.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    order = [*homes.COMMAND, "run", "--port", str(port)]
    with tempfile.TemporaryFile("w+") as said:
        server = subprocess.Popen(
            order, env=homes.environment(home), stdout=said, stderr=said, text=True
        )
        try:
            if not _answers(server, port):
                said.seek(0)
                raise homes.BenchBroken(f"The server did not start:\n{said.read()[-2000:]}")
            yield f"http://127.0.0.1:{port}", server.pid
        finally:
            server.terminate()
            server.wait(PATIENCE)


def _answers(server: "subprocess.Popen[str]", port: int) -> bool:
    """Wait for the first page."""
    until = time.perf_counter() + PATIENCE
    while time.perf_counter() < until and server.poll() is None:
        with suppress(OSError, http.client.HTTPException):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=PATIENCE).close()
            return True
        time.sleep(0.02)
    return False


def _growing(seen: dict[str, None]) -> Iterator[str]:
    """Yield what is in a dictionary that grows meanwhile, kinds of page by turns."""
    done: set[str] = set()
    while waiting := [path for path in seen if path not in done]:
        by_kind: dict[str, str] = {}
        for path in waiting:
            by_kind.setdefault(path.split("?")[0].split("/")[1], path)
        for path in by_kind.values():
            done.add(path)
            yield path
