"""One open line: what is sent on it, and when it is too slow to be kept."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Protocol

from decapolis.live.doors import FELL_BEHIND, Guest
from decapolis.live.wire import framed

Send = Callable[[Mapping[str, Any]], Awaitable[None]]

MOST_WAITING = 2_000  # messages for one line
MOST_BEHIND = 16_000_000  # bytes for one line
LAST_WORDS_S = 5.0
AGAIN = 1012  # closed, and come again: the server or the room begins anew


class Way(Protocol):
    """How messages go out. Nobody waits for a slow line: it is closed."""

    def put(self, message: bytes, frame: bytes) -> bool:
        """Send a message, or its frame; tell whether there was room for it."""
        ...

    def close(self, code: int, reason: str) -> None:
        """Close the line."""
        ...

    async def end(self) -> None:
        """Send nothing more."""
        ...


class Client:
    """A line, who is on it, and what they said."""

    def __init__(self, guest: Guest, way: Way, *, now: float, check_at: float) -> None:
        self.guest = guest
        self.way = way
        self.check_at = check_at
        self.heard_at = now
        self.browsers: set[int] = set()
        self.is_open = True

    def tell(self, message: bytes, frame: bytes | None = None) -> None:
        """Send a message; close the line if it has fallen behind."""
        if self.is_open and not self.way.put(message, frame or framed(message)):
            self.close(FELL_BEHIND, "fell behind")

    def close(self, code: int, reason: str = "") -> None:
        """Close the line and say why."""
        if self.is_open:
            self.is_open = False
            self.way.close(code, reason)


class Queued:
    """Sends over any ASGI server, from a queue."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._waiting: asyncio.Queue[Mapping[str, Any]] = asyncio.Queue(MOST_WAITING + 1)
        self._size = 0
        self._is_closing = False
        self._task = asyncio.get_running_loop().create_task(self._work())

    def put(self, message: bytes, frame: bytes) -> bool:
        """Send a message; tell whether there was room for it."""
        self._size += len(message)
        if self._waiting.qsize() >= MOST_WAITING or self._size > MOST_BEHIND:
            return False
        self._waiting.put_nowait({"type": "websocket.send", "bytes": message})
        return True

    def close(self, code: int, reason: str) -> None:
        """Close the line, after what was sent before."""
        self._is_closing = True
        self._waiting.put_nowait({"type": "websocket.close", "code": code, "reason": reason})

    async def end(self) -> None:
        """Send nothing more, once it is said why."""
        if self._is_closing:
            await asyncio.wait([self._task], timeout=LAST_WORDS_S)
        self._task.cancel()

    async def _work(self) -> None:
        goes_on = True
        while goes_on:
            message = await self._waiting.get()
            self._size -= len(message.get("bytes", b""))
            goes_on = message["type"] == "websocket.send"
            try:
                await self._send(message)
            except (OSError, RuntimeError):  # gone; whoever receives from it hears so
                return


class Straight:
    """Writes frames to the transport of our own server; the same frame serves many lines."""

    def __init__(self, line: Any) -> None:  # noqa: ANN401 -- `live.server.Line`, imported late
        self._line = line

    def put(self, message: bytes, frame: bytes) -> bool:
        """Write a frame; tell whether the line still takes in what is written."""
        waiting: int = self._line.write(frame)
        return waiting <= MOST_BEHIND

    def close(self, code: int, reason: str) -> None:
        """Close the line."""
        self._line.close(code, reason)

    async def end(self) -> None:
        """Send nothing more, and hear nothing."""
        self._line.take = None
