"""A platform in processes of its own that can be killed, and real Yjs clients that write on it."""

import contextlib
import itertools
import json
import os
import queue
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from decapolis.ops import node
from tests.conftest import using_database
from tests.factories.relays import free_port

PATIENCE_S = 60
HERE = Path(__file__).parent


class Platform:
    """One home, and servers on it."""

    def __init__(self, database):
        self.home = settings.HOME / "live"
        self.home.mkdir(exist_ok=True)
        self.database = database
        self.environment = os.environ | {
            "DECAPOLIS_HOME": str(self.home),
            "DECAPOLIS_SECRET_KEY": settings.SECRET_KEY,
        }
        if address := os.environ.get("DATABASE_URL"):
            where, _slash, query = address.partition("?")
            there = f"{where.rpartition('/')[0]}/{self.database}?{query}"
            self.environment["DATABASE_URL"] = there
        self.said = (self.home / "said.txt").open("w+")
        self.servers = []
        self._nest = None

    def rows(self):
        """Let Django read and write the database of this platform for a while."""
        return using_database(self.database)

    def serve(self, relay=""):
        """Start a server that can be killed and started again."""
        if self._nest is None:
            self._nest = self.run("-m", "tests.live.forking", stdout=subprocess.PIPE)
        self.servers.append(Server(self, relay))
        return self.servers[-1]

    def run(self, *order, stdout=None):
        """Start a program on this home."""
        return subprocess.Popen(
            [sys.executable, *order],
            cwd=HERE.parents[1],
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=stdout or self.said,
            stderr=self.said,
            text=True,
        )

    def hatch(self, port, relay):
        """Start a server and return its process."""
        print(port, relay, file=self._nest.stdin, flush=True)
        return int(self._nest.stdout.readline())

    @property
    def words(self):
        """What the servers have said."""
        self.said.seek(0)
        return self.said.read()

    def end(self):
        for server in self.servers:
            server.kill()
        if self._nest is not None:
            self._nest.stdin.close()
            self._nest.wait(PATIENCE_S)
            self._nest.stdout.close()
        self.said.close()


class Server:
    """A server on a port of its own."""

    def __init__(self, platform, relay):
        self.platform = platform
        self.relay = relay
        self.port = free_port()
        self.pid = None
        self.start()

    @property
    def host(self):
        return f"127.0.0.1:{self.port}"

    def start(self):
        self.pid = self.platform.hatch(self.port, self.relay)
        assert waits_for(self.port), self.platform.words

    def kill(self, number=signal.SIGKILL):
        """End it, at once unless told otherwise; it can be started again."""
        until = time.monotonic() + PATIENCE_S
        while self.pid is not None and time.monotonic() < until:
            try:
                os.kill(self.pid, number)
            except ProcessLookupError:
                self.pid = None
                return
            number = 0  # from here on only: is it still there
            time.sleep(0.01)

    def stop(self):
        """End it as Ctrl+C does."""
        self.kill(signal.SIGTERM)


def waits_for(port):
    """Wait until something is served at a port; tell whether it came to be."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", port)).close()
            return True
        time.sleep(0.01)
    return False


class Clients:
    """A Node process that holds real Yjs documents, and a name for each."""

    def __init__(self):
        program = node.find()
        assert program, "There is no Node. Run ./decapolis once: it brings one along."
        self._process = subprocess.Popen(
            [program, str(HERE / "clients.mjs")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._ids = itertools.count()
        self._answers = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self):
        for line in self._process.stdout:
            self._answers.put(json.loads(line))

    def __call__(self, op, name=None, **told):
        key = next(self._ids)
        told = {"patience": PATIENCE_S * 1000} | told
        print(json.dumps({"id": key, "op": op, "name": name, **told}), file=self._process.stdin)
        self._process.stdin.flush()
        answer = self._answers.get(timeout=PATIENCE_S + 20)
        assert answer.pop("id") == key
        assert "error" not in answer, answer
        return answer

    def open(self, name, server, board, session="", **told):
        """Open a board as a browser with this session would."""
        cookie = f"{settings.SESSION_COOKIE_NAME}={session}"
        host = server if isinstance(server, str) else server.host
        headers = {"Cookie": cookie, "Origin": f"http://{host}"} | told.pop("headers", {})
        self("open", name, server=f"ws://{host}", board=board, headers=headers, **told)

    def add(self, name, words="Lamps", key="a", **told):
        self("edit", name, kind="add", words=words, key=key, at=1, **told)

    def end(self):
        self._process.stdin.close()
        self._process.wait(PATIENCE_S)
        self._reader.join(PATIENCE_S)
        self._process.stdout.close()


def session_of(person):
    """Return the key of a new session of somebody."""
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return session.session_key
