"""What is done about an open board beside its changes: who may stay, what others stored, snapshots.

All of it waits for the database in other threads.
"""

import asyncio
import logging
import random
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from django.db import Error

from decapolis.canvas.actions.snapshots import EVERY, keep_snapshot
from decapolis.canvas.actions.updates import merge_updates
from decapolis.canvas.models import Board, Update
from decapolis.kernel import bells
from decapolis.live import wire
from decapolis.live.clients import Client
from decapolis.live.doors import Asked, Guest, Refused, admitted
from decapolis.live.room import Room
from decapolis.live.threads import in_thread
from decapolis.people.models import TeamSeat

logger = logging.getLogger(__name__)

TICK_S = 1.0
CHECK_S = 30.0  # a line is asked again whether it may be there
REMIND_S = 20.0
LOOK_S = 2.0  # the table is looked at so often where no bells are heard from elsewhere
LOOK_ANYWAY_S = 30.0
MERGE_AFTER = 500  # rows
SNAPSHOT_S = EVERY.total_seconds()


@dataclass(slots=True)
class Due:
    """What was done when, and what is due, by the loop's clock."""

    looked: float
    snapshot: float
    merged: int = 0
    standing: object = None


async def tend(room: Room, asked: dict[Client, Asked]) -> None:
    """Tend a room until it is over."""
    now = asyncio.get_running_loop().time
    due = Due(looked=now(), snapshot=now() + SNAPSHOT_S)
    room.should_look.set()  # before many are here, who would all be asked again
    while True:
        with suppress(TimeoutError):
            await asyncio.wait_for(room.should_look.wait(), TICK_S)
        is_called = room.should_look.is_set()
        room.should_look.clear()
        if room.is_over:
            return
        try:
            pause = LOOK_ANYWAY_S if bells.hears_others() else LOOK_S
            if is_called or now() >= due.looked + pause:
                await catch_up(room)
                standing = await in_thread(_standing, room.board_id)
                is_called = is_called or standing != due.standing
                due.standing, due.looked = standing, now()
            room.tell_saved()
            await _look_after(room, asked, is_called=is_called)
            await _keep(room, due, now())
        except Error:
            logger.exception("Board %s cannot be looked after now.", room.board_id)


async def catch_up(room: Room) -> None:
    """Take over what others have stored since the last look."""
    seen, known = room.seen, set(room.known)
    rows = await in_thread(_newer, room.board_id, seen, known)
    room.take_stored((key, data) for key, data in rows if data is not None)
    if rows:
        room.seen = max(room.seen, rows[-1][0])
        room.known = {key for key in room.known if key > room.seen}


def _standing(board_id: int) -> object:
    """Return what decides who may be there: whether the board is open, its link, its seats."""
    held = Board.objects.filter(pk=board_id).values_list("closed", "read_digest", "team").first()
    seats = TeamSeat.objects.of_members().filter(team=held[2] if held else 0).order_by("pk")
    return held, list(seats.values_list("person", "seat"))


def _newer(board_id: int, seen: int, known: set[int]) -> list[tuple[int, bytes | None]]:
    """Return the rows after one, without what is in those that are known."""
    rows = Update.objects.filter(board=board_id, pk__gt=seen).order_by("pk")
    keys = list(rows.values_list("pk", flat=True))
    missing = [key for key in keys if key not in known]
    found = dict(rows.filter(pk__in=missing).values_list("pk", "data")) if missing else {}
    return [(key, bytes(found[key]) if key in found else None) for key in keys]


async def _look_after(room: Room, asked: dict[Client, Asked], *, is_called: bool) -> None:
    """Tell lines that we are here, and ask again who may be."""
    now = asyncio.get_running_loop().time()
    clients = [client for client in room.clients if client in asked]
    for client in clients:
        if now - client.heard_at >= REMIND_S:
            client.heard_at = now
            room.remind(client)
    due = [client for client in clients if is_called or now >= client.check_at]
    if not due:
        return
    answers = await in_thread(_asked_again, [asked[client] for client in due])
    for client, answer in zip(due, answers, strict=True):
        client.check_at = next_check(now)
        if isinstance(answer, Refused):
            client.close(answer.code, "not let in any more")
        else:
            _let(room, client, answer)


def _asked_again(wanted: Sequence[Asked]) -> list[Guest | Refused]:
    answers: list[Guest | Refused] = []
    for one in wanted:
        try:
            answers.append(admitted(one))
        except Refused as refused:
            answers.append(refused)
    return answers


def _let(room: Room, client: Client, guest: Guest) -> None:
    """Let somebody do what they may do now."""
    before, client.guest = client.guest, guest
    if guest.writes != before.writes:
        kind = "writable" if guest.writes else "closed" if guest.why == "closed" else "readonly"
        client.tell(wire.told({"kind": kind}))
        if guest.writes:
            client.tell(wire.step_1(room.doc.get_state()))


def next_check(now: float) -> float:
    """Return when a line is asked again; not all at the same moment."""
    return now + CHECK_S * random.uniform(0.8, 1.2)  # noqa: S311 -- no secret


async def _keep(room: Room, due: Due, now: float) -> None:
    if now >= due.snapshot:
        due.snapshot = now + SNAPSHOT_S
        await in_thread(_snapshot, room.board_id)
    if room.stored - due.merged >= MERGE_AFTER:
        due.merged = room.stored
        await in_thread(_merge, room.board_id)


def leave_tidy(board_id: int) -> None:
    """Leave a board so that it is read quickly the next time."""
    with suppress(Board.DoesNotExist):
        _snapshot(board_id)
        _merge(board_id)


def _snapshot(board_id: int, least: timedelta = EVERY) -> None:
    keep_snapshot(by=None, board=Board.objects.defer("state").get(pk=board_id), least=least)


def _merge(board_id: int) -> None:
    merge_updates(by=None, board=Board.objects.defer("state").get(pk=board_id))
