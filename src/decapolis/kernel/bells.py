"""Bells: one part of the program tells others at once that something happened.

`ring` is heard by all that `listen` on the channel in this process, and in every other process of
the network where ``VALKEY_URL`` names a Valkey or Redis server. A bell is a hint and no record: one
that was missed must do no harm, since what matters stands in the database. After a break of the
line to the others, every channel rings once with an empty payload: look for yourself.
"""

import logging
import queue
import secrets
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, TypeAlias

from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac

if TYPE_CHECKING:
    from redis import Redis

logger = logging.getLogger(__name__)

Callback: TypeAlias = Callable[[bytes], None]

MOST_WAITING = 10_000  # bells that could not yet be passed on; more are lost
PATIENCE_S = 5.0  # for the server that passes them on
PAUSE_S = 1.0  # before it is tried again
LOOK_S = 1.0  # how often a thread looks whether it should end
SIGN = 8  # bytes by which a process knows its own

_listeners: dict[str, list[Callback]] = {}
_lock = threading.Lock()
_relay: "Relay | None" = None


def ring(channel: str, payload: bytes = b"") -> None:
    """Tell all who listen, once the transaction at hand is committed, and not if it is undone."""
    transaction.on_commit(partial(_ring, channel, payload), robust=True)


def _ring(channel: str, payload: bytes) -> None:
    _deliver(channel, payload)
    if settings.VALKEY_URL:
        _to_others().pass_on(channel, payload)


def listen(channel: str, callback: Callback) -> Callable[[], None]:
    """Have a function called with each payload; it returns a function that ends this.

    The callback is called in whatever thread rings, so it does little, and waits for nothing.
    """
    with _lock:
        _listeners.setdefault(channel, []).append(callback)
    if settings.VALKEY_URL:
        _to_others().hear()

    def stop() -> None:
        with _lock:
            left = [one for one in _listeners.get(channel, []) if one is not callback]
            if left:
                _listeners[channel] = left
            else:
                _listeners.pop(channel, None)

    return stop


def hears_others(patience_s: float = 0.0) -> bool:
    """Tell whether bells of other processes are heard now; wait a little for the line to stand."""
    return bool(settings.VALKEY_URL) and _to_others().hears.wait(patience_s)


def hang_up() -> None:
    """Let go of the line to the others; the next bell takes it up again."""
    global _relay
    with _lock:
        old, _relay = _relay, None
    if old is not None:
        old.end()


def _deliver(channel: str, payload: bytes) -> None:
    with _lock:
        called = list(_listeners.get(channel, ()))
    for callback in called:
        try:
            callback(payload)
        except Exception:
            logger.exception("A listener of %s failed.", channel)


def _to_others() -> "Relay":
    global _relay  # noqa: PLW0603 -- one line for the whole process
    with _lock:
        if _relay is None:
            _relay = Relay(settings.VALKEY_URL)
        return _relay


class Relay:
    """Passes bells on to other processes, and theirs to here, in two threads."""

    def __init__(self, address: str) -> None:
        self.address = address.replace("valkey", "redis", 1)
        # Several networks may share a server; nobody rings here who does not hold our key.
        self.prefix = f"decapolis:{salted_hmac('bells', 'channel').hexdigest()[:16]}:".encode()
        self.sign = secrets.token_bytes(SIGN)
        self.hears = threading.Event()
        self._waiting: queue.Queue[tuple[bytes, bytes]] = queue.Queue(MOST_WAITING)
        self._ended = threading.Event()
        self._threads: dict[str, threading.Thread] = {}
        self._begin = threading.Lock()

    def pass_on(self, channel: str, payload: bytes) -> None:
        """Let the others hear a bell, soon."""
        try:
            self._waiting.put_nowait((self.prefix + channel.encode(), self.sign + payload))
        except queue.Full:
            logger.warning("Too many bells wait to be passed on; one of %s is lost.", channel)
        self._run("bells-out", self._speak)

    def hear(self) -> None:
        """Listen to the others from now on."""
        self._run("bells-in", self._listen)

    def end(self) -> None:
        """Stop both threads."""
        self._ended.set()
        for thread in list(self._threads.values()):
            thread.join(LOOK_S + PATIENCE_S)

    def _run(self, name: str, work: Callable[["Redis"], None]) -> None:
        if name in self._threads:
            return
        with self._begin:
            if name not in self._threads:
                thread = threading.Thread(target=self._go_on, args=[work], daemon=True, name=name)
                self._threads[name] = thread
                thread.start()

    def _go_on(self, work: Callable[["Redis"], None]) -> None:
        """Work until the end; where the server is away, try again and again."""
        from redis import Redis, RedisError  # noqa: PLC0415 -- an extra, needed here alone

        is_told = False
        while not self._ended.is_set():
            try:
                with Redis.from_url(
                    self.address, socket_timeout=PATIENCE_S, socket_connect_timeout=PATIENCE_S
                ) as server:
                    work(server)
                is_told = False
            except (RedisError, OSError) as error:
                was_heard = self.hears.is_set()
                self.hears.clear()
                if was_heard or not is_told:
                    logger.warning("Bells do not reach other processes now: %s", error)
                is_told = True
                self._ended.wait(PAUSE_S)

    def _speak(self, server: "Redis") -> None:
        while not self._ended.is_set():
            with suppress(queue.Empty):
                channel, payload = self._waiting.get(timeout=LOOK_S)
                server.publish(channel, payload)

    def _listen(self, server: "Redis") -> None:
        """Hear the others until the end.

        Raises
        ------
        TimeoutError
            The line is dead: not even our own question is answered.
        """
        with server.pubsub() as line:  # type: ignore[no-untyped-call]
            line.psubscribe(self.prefix + b"*")
            heard_at = asked_at = time.monotonic()
            while not self._ended.is_set():
                message = line.get_message(timeout=LOOK_S)
                now = time.monotonic()
                if message is not None:
                    heard_at = now
                    self._take(message)
                elif now - heard_at > 3 * PATIENCE_S:
                    raise TimeoutError("the server is silent")
                elif now - max(heard_at, asked_at) > PATIENCE_S:
                    asked_at = now
                    line.ping()

    def _take(self, message: Mapping[str, Any]) -> None:
        if message["type"] == "psubscribe":
            self.hears.set()
            with _lock:
                channels = list(_listeners)
            for channel in channels:
                _deliver(channel, b"")
        elif message["type"] == "pmessage":
            sign, payload = message["data"][:SIGN], message["data"][SIGN:]
            if sign != self.sign:
                _deliver(message["channel"].removeprefix(self.prefix).decode(), payload)
