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
        self.servers = []

    def rows(self):
        """Let Django read and write the database of this platform for a while."""
        return using_database(self.database)

    def serve(self, **environment):
        if address := os.environ.get("DATABASE_URL"):
            where, _slash, query = address.partition("?")
            there = f"{where.rpartition('/')[0]}/{self.database}?{query}"
            environment["DATABASE_URL"] = there
        server = Server(self.home, environment)
        self.servers.append(server)
        server.start()
        return server

    def end(self):
        for server in self.servers:
            server.stop()
            server.said.close()


class Server:
    """``decapolis run`` on a port of its own."""

    def __init__(self, home, environment):
        self.port = free_port()
        self.environment = os.environ | {
            "DECAPOLIS_HOME": str(home),
            "DECAPOLIS_SECRET_KEY": settings.SECRET_KEY,
            **environment,
        }
        self.said = (home / f"said-{self.port}.txt").open("w+")
        self.process = None

    @property
    def host(self):
        return f"127.0.0.1:{self.port}"

    def start(self):
        order = [sys.executable, "-m", "decapolis.config.main", "run", "--no-jobs"]
        order += ["--port", str(self.port)]
        self.process = subprocess.Popen(
            order, env=self.environment, stdout=self.said, stderr=self.said
        )
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until and self.process.poll() is None:
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", self.port)).close()
                return
            time.sleep(0.03)
        raise AssertionError(self.words)

    @property
    def words(self):
        self.said.seek(0)
        return self.said.read()

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(PATIENCE_S)

    def stop(self):
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(PATIENCE_S)


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
        headers = {"Cookie": cookie, "Origin": f"http://{server.host}"} | told.pop("headers", {})
        self("open", name, server=f"ws://{server.host}", board=board, headers=headers, **told)

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
