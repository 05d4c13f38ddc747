"""A board that people have open: its document in memory, and the lines to it.

A change from a browser is applied, set right where something was forged, stored, and told to all:
several at once where several came. So what anybody sees is in the database; only where that is
slow (`PATIENCE_S`) is a change told before, and "saved" later. Why so: docs/adr/0065.
"""

import asyncio
import logging
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

from django.conf import settings
from pycrdt import TransactionEvent, merge_updates

from decapolis.canvas.bridge.document import NOTHING, ROOTS, doc_and_key, root
from decapolis.canvas.bridge.flat import is_flat
from decapolis.canvas.bridge.ringing import channel_of, heard
from decapolis.canvas.models import Board
from decapolis.kernel import bells
from decapolis.kernel.errors import NotFound
from decapolis.live import wire
from decapolis.live.clients import AGAIN, Client
from decapolis.live.doors import NO_CHANGE, NOBODY, NOT_FOUND, Refused
from decapolis.live.guard import Guard
from decapolis.live.presence import Presence
from decapolis.live.scribe import Scribe
from decapolis.live.shape import Looked, check_update, clocks
from decapolis.live.threads import in_thread
from decapolis.live.wire import BadMessage, Source

logger = logging.getLogger(__name__)

WINDOW_S = 0.004  # changes that come so close together are told as one
PATIENCE_S = 0.02  # for the database, before a change is told that is not yet in it
PRESENCE_S = 0.1  # who moves is told so often at most
RELAY_S = 2.0  # for the line to other processes, before a board is opened without it


class Room:
    """One board, open in this process."""

    def __init__(self, board_id: int, scribe: Scribe) -> None:
        self.board_id = board_id
        self.scribe = scribe
        self.clients: set[Client] = set()
        self.presence = Presence()
        self.should_look = asyncio.Event()  # at the database, and who may still be here
        self.seen = 0  # all rows up to this one are in the document
        self.known: set[int] = set()  # later ones that are, too
        self.stored = 0  # rows that this room has written
        self.is_over = False
        self._loop = asyncio.get_running_loop()
        self._size = 0
        self._saved = self._saved_told = b""
        self._early: list[bytes] = []
        self._ours: list[bytes] = []  # changes to be stored and told
        self._theirs: list[bytes] = []  # changes to be told
        self._into = self._ours
        self._senders: set[Client] = set()
        self._all_hear = False  # also who alone has changed something: it was set right
        self._storing: dict[bytes, asyncio.Future[int]] = {}
        self._news = asyncio.Event()
        self._told_at = 0.0
        self._presence_due: asyncio.TimerHandle | None = None
        self._writer: asyncio.Task[None] | None = None

    # beginning and end

    async def start(self) -> None:
        """Read the document, and listen to what others change.

        Raises
        ------
        Refused
            There is no such board any more.
        """
        self._stop = bells.listen(channel_of(self.board_id), self._rung)
        try:
            if settings.VALKEY_URL:  # first hear, then read: nothing falls between
                await in_thread(bells.hears_others, RELAY_S)
            self.doc, self.seen, state = await in_thread(_read, self.board_id)
        except BaseException:
            self._stop()
            raise
        self._size = len(state)
        self._saved = self._saved_told = self.doc.get_state()
        self.guard = Guard(self.doc)
        self.doc.observe(self._changed)
        for payload in self._early:
            self._heard(payload)
        self._writer = self._loop.create_task(self._write())

    async def settle(self) -> None:
        """Store and tell what is left; people may go on meanwhile."""
        while self._ours or self._theirs or self._storing:
            await self._flush()
            if self._storing:
                await asyncio.wait(list(self._storing.values()))

    async def stop(self) -> None:
        """Let go of a room that is over."""
        self.is_over = True
        self.should_look.set()
        self._stop()
        if self._writer is not None:
            self._writer.cancel()
            await asyncio.wait([self._writer])

    def enter(self, client: Client) -> None:
        """Let a line in: it asks for what it lacks, and is asked."""
        self.clients.add(client)
        guest = client.guest
        if guest.writes:
            client.tell(wire.step_1(self.doc.get_state()))
        else:
            client.tell(wire.told({"kind": "closed" if guest.why == "closed" else "readonly"}))
        client.tell(wire.saved(self._saved))
        if here := self.presence.told():
            client.tell(wire.presence(here))

    def leave(self, client: Client) -> None:
        """Let a line go."""
        self.clients.discard(client)
        client.is_open = False
        self.presence.leave(client.browsers)
        self._tell_presence_soon()

    def break_off(self) -> None:
        """Begin anew: everyone comes again, and the document is read from the database."""
        self.is_over = True
        for client in list(self.clients):
            client.close(AGAIN, "begins anew")

    # what comes in

    def take(self, client: Client, data: bytes) -> None:
        """Take one message.

        Raises
        ------
        BadMessage
            It is none.
        """
        source = Source(data)
        kind = source.number()
        if kind == wire.SYNC:
            self._sync(client, source)
        elif kind == wire.PRESENCE:
            states = source.chunk()
            source.end()
            if client.guest.person != NOBODY:
                client.browsers |= self.presence.take(
                    states, person=client.guest.person, name=client.guest.name
                )
                self._tell_presence_soon()
        elif kind == wire.ASK_PRESENCE:
            source.end()
            client.tell(wire.presence(self.presence.told() or b"\x00"))
        else:
            raise BadMessage("no message of this line")

    def _sync(self, client: Client, source: Source) -> None:
        step, payload = source.number(), source.chunk()
        source.end()
        if step == wire.STEP_1:
            try:
                missing = self.doc.get_update(payload)
            except ValueError as error:
                raise BadMessage("no state vector") from error
            client.tell(wire.step_2(missing))
        elif step in {wire.STEP_2, wire.UPDATE}:
            self._change(client, payload, is_all=step == wire.STEP_2)
        else:
            raise BadMessage("no step of a sync")

    def _change(self, client: Client, data: bytes, *, is_all: bool) -> None:
        if data == NOTHING or self.is_over:
            return
        if not client.guest.writes:
            client.tell(wire.told({"kind": "readonly"}))
            return
        looked = check_update(data)
        held = clocks(self.doc.get_state()) if looked.levels else {}
        if looked.levels and not looked.leads_on_from(held):
            self._ask_anew(client, is_all=is_all)
            return
        if self._is_full(len(data)):
            client.tell(wire.told({"kind": "full"}))
            client.close(NO_CHANGE, "the board is full")
            return
        count = len(self._ours)
        if not self._apply(data, looked, held):
            del self._ours[count:]  # before it is stored
            client.close(NO_CHANGE, "no change")
            self.break_off()
            return
        is_forged = self.guard.set_right(client.guest.author)
        if self._ours:
            self._senders.add(client)
            self._all_hear = self._all_hear or is_forged
            self._news.set()
        else:  # it was known already, so it is stored, or will be
            client.tell(wire.saved(self._saved))

    def _ask_anew(self, client: Client, *, is_all: bool) -> None:
        """Ask for a change again, with what is between: objects that wait for it are not seen.

        Raises
        ------
        BadMessage
            It was all that the other side has.
        """
        if is_all:
            raise BadMessage("something is missing before it")
        client.tell(wire.step_1(self.doc.get_state()))

    def _apply(self, data: bytes, looked: Looked, before: Mapping[int, int]) -> bool:
        """Apply a change to the document, of which the clocks before are told with objects.

        Tells whether the document can be gone on with: where not, half of the change may be in it,
        or objects may lie deeper in it than on any board.

        Raises
        ------
        BadMessage
            It is none.
        """
        try:
            self.doc.apply_update(data)
        except ValueError as error:
            raise BadMessage("no change") from error
        except RuntimeError:
            return False
        if not looked.levels:
            return True
        return looked.is_in(clocks(self.doc.get_state())) and (
            looked.is_placed(before) or all(is_flat(root(self.doc, name)) for name in ROOTS)
        )

    def _is_full(self, more: int) -> bool:
        """Tell whether the document has no room for more; what was deleted does not count."""
        if self._size + more > wire.MOST_DOCUMENT:
            self._size = len(self.doc.get_update())
        if self._size + more > wire.MOST_DOCUMENT:
            return True
        self._size += more
        return False

    def _changed(self, event: TransactionEvent) -> None:
        if event.update != NOTHING:
            self._into.append(event.update)

    def take_stored(self, changes: Iterable[tuple[int, bytes]]) -> None:
        """Take over changes that others have stored; they are told, and not stored again."""
        self._into = self._theirs
        try:
            for key, data in changes:
                if key not in self.known and key > self.seen:
                    self.known.add(key)
                    self.doc.apply_update(data)
                    self.guard.trust()
        finally:
            self._into = self._ours
        if self._theirs:
            self._news.set()

    # bells

    def _rung(self, payload: bytes) -> None:
        """Hear the bell of this board, in whatever thread rings."""
        change = heard(payload)
        if change is not None and change.data in self._storing:
            return  # our own; the scribe answers for it
        with suppress(RuntimeError):  # the loop has ended
            self._loop.call_soon_threadsafe(self._heard, payload)

    def _heard(self, payload: bytes) -> None:
        change = heard(payload)
        if not hasattr(self, "guard"):
            self._early.append(payload)
        elif change is None or not change.data:
            self.should_look.set()
        elif change.data in self._storing:
            self.known.add(change.key)
        else:
            self.take_stored([(change.key, change.data)])

    # what goes out

    async def _write(self) -> None:
        """Store and tell what comes in, as it comes."""
        while True:
            await self._news.wait()
            await asyncio.sleep(max(0.0, self._told_at + WINDOW_S - self._loop.time()))
            try:
                await self._flush()
            except Exception:
                logger.exception("A change of board %s could not be told.", self.board_id)
                self.break_off()

    async def _flush(self) -> None:
        self._news.clear()
        ours, theirs, senders = self._ours[:], self._theirs[:], self._senders
        all_hear = self._all_hear or bool(theirs) or len(senders) > 1
        self._ours.clear()
        self._theirs.clear()
        self._senders, self._all_hear = set(), False
        if ours:
            data = _merged(ours)
            state = self.doc.get_state()
            done = self.scribe.store(self.board_id, data)
            self._storing[data] = done
            done.add_done_callback(lambda done: self._was_stored(data, done, senders, state))
            await asyncio.wait([done], timeout=PATIENCE_S)
        if changes := ours + theirs:
            hear = self.clients if all_hear else self.clients - senders
            self._tell(hear, wire.update(_merged(changes)))
        self._told_at = self._loop.time()

    def _was_stored(
        self, data: bytes, done: "asyncio.Future[int]", senders: set[Client], state: bytes
    ) -> None:
        self._storing.pop(data, None)
        if done.cancelled() or isinstance(done.exception(), NotFound):
            for client in list(self.clients):
                client.close(NOT_FOUND, "no such board")
            return
        self.known.add(done.result())
        self.stored += 1
        self._saved = state
        self._tell(senders, wire.saved(state))

    def remind(self, client: Client) -> None:
        """Tell a line what is saved: browsers take a line for dead that says nothing."""
        client.tell(wire.saved(self._saved))

    def tell_saved(self) -> None:
        """Tell everyone what is saved, if that is news: who has changed nothing may ask as well."""
        if self._saved_told != self._saved:
            self._saved_told = self._saved
            self._tell(self.clients, wire.saved(self._saved))

    def _tell(self, clients: Iterable[Client], message: bytes) -> None:
        frame = wire.framed(message)
        for client in list(clients):
            client.tell(message, frame)

    def _tell_presence_soon(self) -> None:
        if self.presence.news and self._presence_due is None:
            self._presence_due = self._loop.call_later(PRESENCE_S, self._tell_presence)

    def _tell_presence(self) -> None:
        self._presence_due = None
        if news := self.presence.told(news=True):
            self._tell(self.clients, wire.presence(news))


def _merged(changes: list[bytes]) -> bytes:
    return changes[0] if len(changes) == 1 else merge_updates(*changes)


def _read(board_id: int) -> tuple[Any, int, bytes]:
    """Return the document of a board, the key of its last row, and all of it as bytes.

    Raises
    ------
    Refused
        There is no such board.
    """
    try:
        doc, key = doc_and_key(Board(pk=board_id))
    except Board.DoesNotExist as error:
        raise Refused(NOT_FOUND) from error
    return doc, key, doc.get_update()
