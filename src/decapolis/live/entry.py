"""The way in: a WebSocket at ``/live/boards/<key>``, and the rooms of this process."""

import asyncio
import logging
import sys
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import Error

from decapolis.kernel import bells
from decapolis.live.clients import Client, Queued, Send, Straight
from decapolis.live.doors import NO_CHANGE, Asked, Refused, admitted, asked
from decapolis.live.room import Room
from decapolis.live.scribe import Scribe
from decapolis.live.tending import leave_tidy, next_check, tend
from decapolis.live.threads import in_thread
from decapolis.live.wire import MOST_MESSAGE, BadMessage

if TYPE_CHECKING:
    from decapolis.live.server import Line

logger = logging.getLogger(__name__)

T = TypeVar("T")
Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]

LINE = "decapolis.line"
MOST_LINES = 1_000  # on one board in one process
LATER, TOO_LONG = 1013, 1009  # why a line is closed, beside those of `doors`
MOST_A_SECOND = 200  # messages of one line; more wait
TURN_S = 0.001
PATIENCE_S = 10.0  # for the database, when the server stops


class Rooms:
    """All boards that are open in this process."""

    def __init__(self) -> None:
        self.scribe = Scribe()
        self.rooms: dict[int, Room] = {}
        self.asked: dict[Client, Asked] = {}
        self._starts: dict[int, asyncio.Task[Room]] = {}
        self._tasks: set[asyncio.Task[Any]] = set()

    async def enter(self, client: Client, wanted: Asked) -> Room:
        """Let a line into the room of its board, which begins with the first.

        Raises
        ------
        Refused
            The board is gone, or too many are there.
        """
        board_id = client.guest.board_id
        room = self.rooms.get(board_id)
        while room is None or room.is_over:
            if board_id not in self._starts:
                self._starts[board_id] = self._do(self._start(board_id))
            room = await asyncio.shield(self._starts[board_id])
        if len(room.clients) >= MOST_LINES:
            raise Refused(LATER)
        self.asked[client] = wanted
        room.enter(client)
        return room

    def leave(self, client: Client, room: Room) -> None:
        """Let a line go; the room ends with the last."""
        self.asked.pop(client, None)
        room.leave(client)
        if not room.clients:
            self._do(self._end(room))

    async def close(self) -> None:
        """Store everything and let go."""
        for room in list(self.rooms.values()):
            room.break_off()
            self._do(self._end(room))
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=PATIENCE_S)
        await asyncio.to_thread(self.scribe.end, PATIENCE_S)
        await asyncio.to_thread(bells.hang_up)

    async def _start(self, board_id: int) -> Room:
        try:
            before = self.rooms.get(board_id)
            if before is not None:  # it is over; what it has is stored first
                await before.settle()
            room = Room(board_id, self.scribe)
            await room.start()
            self.rooms[board_id] = room
            self._do(tend(room, self.asked))
            return room
        finally:
            del self._starts[board_id]

    async def _end(self, room: Room) -> None:
        """End a room, unless somebody has come meanwhile."""
        await room.settle()
        if room.clients:
            return
        if self.rooms.get(room.board_id) is room:
            del self.rooms[room.board_id]
        await room.stop()
        if room.board_id not in self.rooms:
            with suppress(Error):
                await in_thread(leave_tidy, room.board_id)

    def _do(self, work: Coroutine[Any, Any, T]) -> "asyncio.Task[T]":
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


@cache
def rooms() -> Rooms:
    """Return the rooms of this process.

    From the first on, threads take turns sooner than Python's five milliseconds: a change goes from
    the loop to the thread that stores it and back, and waits at each turn for whoever computes.
    While a page was computed, one in twenty such ways took 36 ms and more; so it takes 8 to 11.
    """
    sys.setswitchinterval(TURN_S)
    return Rooms()


async def serve(scope: Scope, receive: Receive, send: Send) -> None:
    """Serve one line from its beginning to its end."""
    await receive()
    try:
        wanted = asked(scope)
    except Refused:
        await send({"type": "websocket.close"})  # before it stands: the page hears no reason
        return
    await send({"type": "websocket.accept"})
    line = scope.get("extensions", {}).get(LINE)
    way = Queued(send) if line is None else Straight(line)
    try:
        guest = await in_thread(admitted, wanted)
        now = asyncio.get_running_loop().time()
        client = Client(guest, way, now=now, check_at=next_check(now))
        room = await rooms().enter(client, wanted)
    except Refused as refused:
        way.close(refused.code, "not let in")
    except Error:
        logger.exception("A line could not begin.")
        way.close(LATER, "try again")
    else:
        try:
            await Listener(client, room, line).listen(receive)
        finally:
            rooms().leave(client, room)
    finally:
        await way.end()


async def close() -> None:
    """End all lines of this process; everything is stored."""
    await rooms().close()
    rooms.cache_clear()


class Listener:
    """Takes what comes on one line, at a pace that leaves time for others."""

    def __init__(self, client: Client, room: Room, line: "Line | None") -> None:
        self.client, self.room, self.line = client, room, line
        self._clock = asyncio.get_running_loop().time
        self._since, self._count = self._clock(), 0

    async def listen(self, receive: Receive) -> None:
        """Take what comes until the line is closed."""
        while (message := await receive())["type"] == "websocket.receive":
            if self._count >= MOST_A_SECOND:
                await asyncio.sleep(max(0.0, self._since + 1 - self._clock()))
            self.take(message.get("bytes"))

    def take(self, data: bytes | None) -> None:
        """Take one message; after too many in a second, the next waits in the line's queue."""
        if not self.client.is_open:
            return
        now = self._clock()
        if now >= self._since + 1:
            self._since, self._count = now, 0
        self._count += 1
        if self.line is not None:
            self.line.take = self.take if self._count < MOST_A_SECOND else None
        if data is None:
            self.client.close(NO_CHANGE, "no bytes")
        elif len(data) > MOST_MESSAGE:
            self.client.close(TOO_LONG, "too long")
        else:
            try:
                self.room.take(self.client, data)
            except BadMessage as bad:
                self.client.close(NO_CHANGE, str(bad))
