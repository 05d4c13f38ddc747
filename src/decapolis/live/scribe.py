"""Writes changes down: one thread for all boards, and one transaction for all that waits.

SQLite has one writer anyway; and where many boards are busy, each commit holds what all of them
have changed meanwhile.
"""

import asyncio
import logging
import queue
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import Error, connection

from decapolis.canvas.actions.updates import store_updates
from decapolis.kernel.errors import NotFound

logger = logging.getLogger(__name__)

MOST_AT_ONCE = 200  # changes in one transaction
IDLE_S = 2.0  # after which the database is let go of
PAUSE_S = 1.0  # before the next try, where the database refuses


@dataclass(frozen=True, slots=True)
class Change:
    """A change that waits to be written down, and who waits for it."""

    board_id: int
    data: bytes
    done: "asyncio.Future[int]"


class Scribe:
    """Takes changes from rooms, in order; each future gets the key of its row."""

    def __init__(self) -> None:
        self._waiting: queue.SimpleQueue[Change | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._ends = False

    def store(self, board_id: int, data: bytes) -> "asyncio.Future[int]":
        """Have a change written down; called in the loop of the rooms."""
        done: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._waiting.put(Change(board_id, data, done))
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, daemon=True, name="scribe")
            self._thread.start()
        return done

    def end(self, patience_s: float) -> None:
        """Write down what waits, then stop."""
        self._ends = True
        self._waiting.put(None)
        if self._thread is not None:
            self._thread.join(patience_s)

    def _work(self) -> None:
        goes_on = True
        while goes_on:
            try:
                first = self._waiting.get(timeout=IDLE_S)
            except queue.Empty:
                connection.close()
                continue
            taken = [first]
            while len(taken) < MOST_AT_ONCE and not self._waiting.empty():
                taken.append(self._waiting.get())
            goes_on = None not in taken
            self._write([one for one in taken if one is not None])
        connection.close()

    def _write(self, changes: Sequence[Change]) -> None:
        """Write changes down, however long the database refuses; unless the server stops."""
        while changes and not self._try(changes) and not self._ends:
            time.sleep(PAUSE_S)

    def _try(self, changes: Sequence[Change]) -> bool:
        """Write changes down if it can be; where one of many cannot, ever, the others are."""
        try:
            keys = store_updates(changes=[(one.board_id, one.data) for one in changes])
        except NotFound as error:
            if len(changes) == 1:
                _answer(changes[0], error)
            else:
                for one in changes:
                    self._write([one])
        except Error:
            logger.exception("Changes of boards cannot be stored now. They are tried again.")
            connection.close()
            return False
        else:
            for one, key in zip(changes, keys, strict=True):
                _answer(one, key)
        return True


def _answer(change: Change, outcome: int | Exception) -> None:
    def tell() -> None:
        if change.done.done():
            return
        if isinstance(outcome, Exception):
            change.done.set_exception(outcome)
        else:
            change.done.set_result(outcome)

    change.done.get_loop().call_soon_threadsafe(tell)
