"""Measure open boards: many people write on one, beside npm's server of the same protocol.

That one stores nothing and lets everybody in. Clients are the same for both, in one Node process on
the same machine, so that the ratio tells of the servers. How long a server works for each delivery
is measured as well: other programs on the machine change that little.
"""

import json
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from decapolis.canvas.actions.boards import make_board
from decapolis.canvas.models import Board, Template
from decapolis.ops import node
from decapolis.ops.bench import homes, serving
from decapolis.ops.bench.figures import Figure, Limits
from decapolis.ops.bench.timing import peak_memory
from decapolis.people.choices import Seat
from decapolis.people.models import Person, Team, TeamSeat

ROOT = Path(__file__).resolve().parents[4]
CLIENTS = Path(__file__).with_name("lines.mjs")
THEIRS = ROOT / "node_modules/@y/websocket-server/src/server.js"
BASELINE = "@y/websocket-server 0.1.1, which stores nothing"
ROUNDS = 3
SECONDS, WARM_S = 6, 2
PATIENCE_S = 120


Server: TypeAlias = tuple[str, int]  # its address and process


@dataclass(frozen=True, slots=True)
class Crowd:
    """How many write, how much they change in a second, and what is asked for."""

    people: int
    rate: int
    limits: Limits
    rounds: int = ROUNDS

    @property
    def words(self) -> str:
        """The crowd as the table shows it."""
        return f"{self.people} people, {self.rate} changes a second"


CROWDS = (
    Crowd(50, 250, Limits(most=30, most_ratio=5)),
    Crowd(200, 50, Limits(most=150), rounds=1),
)


def boards() -> list[Figure]:
    """Let crowds write on boards of the home at hand; empty where the clients are missing."""
    program = node.find()
    if program is None or not THEIRS.exists():
        sys.stderr.write("No Node, or no front-end packages: open boards are not measured.\n")
        return []
    figures: list[Figure] = []
    with serving.served(settings.HOME) as ours, _theirs(program) as theirs:
        address, pid = ours
        serving.fetch(address, "/find?q=street+lamps")  # the model is in memory from here on
        before = peak_memory(pid)
        for crowd in CROWDS:
            figures += _fan_out(program, crowd, ours, theirs)
            if crowd is CROWDS[0] and before is not None:
                figures.append(_memory(crowd, before, peak_memory(pid) or 0.0))
    return figures


def _fan_out(program: str, crowd: Crowd, ours: Server, theirs: Server) -> list[Figure]:
    """Measure how long a letter takes to all others, and the work: ours and theirs by turns."""
    told, other = [], []
    for turn in range(crowd.rounds):
        there = f"{theirs[0]}/{crowd.people}-{turn}"
        other.append(_write(program, crowd, (there, theirs[1]), [{}] * crowd.people))
        with _board(crowd.people, ours[0]) as (board, headers):
            there = f"{ours[0].replace('http', 'ws')}/live/boards/{board.key}"
            told.append(_write(program, crowd, (there, ours[1]), headers))
    lost = sum(one["lost"] for one in (*told, *other))
    took = Figure(
        section="live",
        name="a change to everybody else" if not lost else f"changes, {lost} of them LOST",
        size=f"{crowd.words}, {sum(one['n'] for one in told):,} deliveries",
        unit="ms",
        value=statistics.median(one["p95"] for one in told),
        p50=statistics.median(one["p50"] for one in told),
        baseline=BASELINE,
        baseline_value=statistics.median(one["p95"] for one in other),
        limits=crowd.limits,
    )
    work = Figure(
        section="live",
        name="the server's work for a delivery",
        size=crowd.words,
        unit="us",
        value=statistics.median(one["worked"] for one in told),
        baseline=BASELINE,
        baseline_value=statistics.median(one["worked"] for one in other),
    )
    return [took, work] if work.value else [took]


def _memory(crowd: Crowd, before: float, after: float) -> Figure:
    return Figure(
        section="live",
        name="more memory of the server",
        size=crowd.words,
        unit="MB",
        value=after - before,
        limits=Limits(most=150),
    )


def _write(
    program: str, crowd: Crowd, server: Server, headers: Sequence[Mapping[str, str]]
) -> dict[str, Any]:
    """Let a crowd write, and return how long it took, and how long the server worked.

    Raises
    ------
    BenchBroken
        A line was closed, or something did not arrive.
    """
    address, pid = server
    seen = pid if sys.platform == "linux" else 0
    told = {"address": address, "headers": headers, "pid": seen, "rate": crowd.rate}
    order = json.dumps({**told, "seconds": SECONDS, "warm": WARM_S})
    done = subprocess.run(
        [program, str(CLIENTS)], input=order, capture_output=True, text=True,
        timeout=PATIENCE_S, check=False,
    )  # fmt: skip
    if done.returncode:
        raise homes.BenchBroken(f"Writing on {address} failed: {done.stderr[-1000:]}")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@contextmanager
def _board(count: int, address: str) -> Iterator[tuple[Board, list[dict[str, str]]]]:
    """Make a board and who sits at it, with what their browsers send; all of it goes again.

    Raises
    ------
    BenchBroken
        The home has no canvas.
    """
    persons = [
        Person.objects.create(
            email=f"{number}@bench.example", name=f"Person {number}", is_member=True
        )
        for number in range(count)
    ]
    team = Team.objects.create()
    TeamSeat.objects.bulk_create(
        TeamSeat(team=team, person=person, seat=Seat.MEMBER) for person in persons
    )
    template = Template.objects.offered().first()
    if template is None:
        raise homes.BenchBroken("There is no canvas to make a board of.")
    board = make_board(by=persons[0], title="A board to measure", team=team, template=template)
    sessions = [_session(person) for person in persons]
    name = settings.SESSION_COOKIE_NAME
    try:
        yield (
            board,
            [{"Cookie": f"{name}={one.session_key}", "Origin": address} for one in sessions],
        )
    finally:
        team.delete()
        for session, person in zip(sessions, persons, strict=True):
            session.delete()
            person.delete()


def _session(person: Person) -> SessionStore:
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return session


@contextmanager
def _theirs(program: str) -> Iterator[Server]:
    """Run the other server, and give its address and process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = homes.environment(settings.HOME) | {"HOST": "127.0.0.1", "PORT": str(port)}
    server = subprocess.Popen([program, str(THEIRS)], env=environment, stdout=subprocess.DEVNULL)
    try:
        _wait_for(port)
        yield f"ws://127.0.0.1:{port}", server.pid
    finally:
        server.terminate()
        server.wait(PATIENCE_S)


def _wait_for(port: int) -> None:
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        with suppress(OSError):
            socket.create_connection(("127.0.0.1", port)).close()
            return
        time.sleep(0.05)
