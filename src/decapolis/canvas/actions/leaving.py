"""Let go of who left: their name goes off the boards, what they wrote stays."""

import struct
from collections.abc import Iterable, Sequence
from datetime import timedelta
from itertools import chain

from django.db import transaction
from pycrdt import Map

from decapolis.canvas.actions.snapshots import keep_snapshot
from decapolis.canvas.actions.updates import merge_updates, store_update
from decapolis.canvas.bridge.document import (
    AnyDoc,
    edited,
    opened,
    put_text,
    root,
    unsign,
    update_of,
)
from decapolis.canvas.models import Board, Snapshot, Update, Vote
from decapolis.kernel.forgetting import Forgetting
from decapolis.people.models import FORMER, Person, TeamSeat
from decapolis.people.queries import words_of

SIGNED = ("notes", "comments")
TEXTS = (("notes", "text"), ("comments", "text"), ("groups", "title"))


@transaction.atomic
def forget_person(*, by: Person | None, person: Person) -> None:
    """Take someone's name off every board, also off what boards were; votes go.

    What they signed is signed by nobody. In what others may have written go words alone that can
    mean nobody else. Changes that are merged are let go, since the name stands in them: of that
    time snapshots tell. Called by the erasure of a person, before `people.actions.erase`, which
    writes it down.
    """
    Vote.objects.filter(person=person).delete()
    gone = Forgetting.of(words_of(person), instead=FORMER).certain
    teams = set(TeamSeat.objects.filter(person=person).values_list("team", flat=True))
    marks = (*_as_stored(person.pk), person.name.encode())
    for board in Board.objects.order_by("pk").iterator():
        if board.team_id in teams or _holds(board, marks):
            _forget_on(by, board, person.pk, gone)


def _as_stored(key: int) -> tuple[bytes, ...]:
    """Return the ways in which a Yjs update can hold a number as the one value of a field."""
    first, rest = key & 0x3F, key >> 6
    whole = bytearray([first | (0x80 if rest else 0)])
    while rest:
        first, rest = rest & 0x7F, rest >> 7
        whole.append(first | (0x80 if rest else 0))
    kinds = (
        b"\x7d" + bytes(whole),
        b"\x7c" + struct.pack(">f", key),
        b"\x7b" + struct.pack(">d", key),
        b"\x7a" + struct.pack(">q", key),
    )
    return tuple(b"\x01" + one for one in kinds)


def _holds(board: Board, marks: Sequence[bytes]) -> bool:
    """Tell whether anything that is kept of a board can name someone, also what is gone from it.

    It may be told of a board that does not: then nothing is found on it.
    """
    kept = (
        [board.state],
        board.updates.values_list("data", flat=True).iterator(),
        board.snapshots.values_list("state", flat=True).iterator(),
    )
    return any(mark in bytes(one) for one in chain(*kept) for mark in marks)


def _forget_on(by: Person | None, board: Board, key: int, gone: Forgetting) -> None:
    def change(doc: AnyDoc) -> None:
        _take_out(doc, key, gone)

    Board.objects.select_for_update().get(pk=board.pk)  # nobody merges or stores meanwhile
    if data := edited(board, change):
        store_update(by=by, board_id=board.pk, data=data)
    merge_updates(by=by, board=board)
    board.refresh_from_db()
    held = Update.objects.filter(board=board)
    last = held.order_by("-pk").values_list("pk", flat=True).first() or 0
    held.filter(pk__lt=last).delete()
    held.update(data=board.state)  # whoever has not read the last changes yet gets all of them
    Board.objects.filter(pk=board.pk).update(title=gone.text(board.title)[:200])
    for one in Snapshot.objects.filter(board=board):
        doc = opened(bytes(one.state))
        update_of(doc, change)
        one.state, one.name = doc.get_update(), gone.text(one.name)[:120]
        one.save(update_fields=["state", "name"])
    keep_snapshot(by=by, board=board, least=timedelta())  # from which the history goes on


def _take_out(doc: AnyDoc, key: int, gone: Forgetting) -> None:
    for name in SIGNED:
        for held in _maps(doc, name):
            if held.get("by") == key:
                unsign(held)
    for name, field in TEXTS:
        for held in _maps(doc, name):
            before = str(held.get(field) or "")
            if (after := gone.text(before)) == before:
                continue
            if name == "notes":
                put_text(held, field, after)
            else:
                held[field] = after


def _maps(doc: AnyDoc, name: str) -> Iterable["Map[object]"]:
    return [one for one in root(doc, name).values() if isinstance(one, Map)]
