"""Store changes of boards, and merge them so that boards are read quickly.

A change is a row, written once. Its key is its order, also where several processes write: whoever
stores a change holds the row of its board until it is committed. Rows stay for the history until
`snapshots.forget_changes` takes those that are old.
"""

from collections.abc import Sequence

from django.db import connection, transaction
from django.utils import timezone

from decapolis.canvas.bridge.document import NOTHING, doc_and_key
from decapolis.canvas.bridge.ringing import channel_of, told
from decapolis.canvas.models import Board, Update
from decapolis.kernel.bells import ring
from decapolis.kernel.errors import NotFound
from decapolis.people.models import Person

WORTH_MERGING = 50  # rows; fewer are read as quickly one by one
# Written out, since this is done a hundred times a second: composing each anew took longer than all
# that the database does.
LOOK = f"SELECT id FROM {Board._meta.db_table} WHERE id = %s"  # noqa: S608 -- our own table
LOCK = f"{LOOK} FOR UPDATE"
INSERT = (
    f"INSERT INTO {Update._meta.db_table} (board_id, data, at) "  # noqa: S608 -- our own
    "VALUES (%s, %s, %s) RETURNING id"
)


def store_update(*, by: Person | None = None, board_id: int, data: bytes) -> int:
    """Store a change of a board, tell everyone who has it open, and return its key.

    An update without changes is not stored; 0 is returned. Who made it is not written down: what a
    note says of its author is all that is kept.

    Raises
    ------
    NotFound
        There is no such board.
    """
    return store_updates(by=by, changes=[(board_id, data)])[0]


@transaction.atomic
def store_updates(
    *, by: Person | None = None, changes: Sequence[tuple[int, bytes]]
) -> tuple[int, ...]:
    """Store changes of several boards in one transaction, and return their keys in order.

    Raises
    ------
    NotFound
        One of the boards is not there; nothing was stored.
    """
    at = connection.ops.adapt_datetimefield_value(timezone.now())
    keys = []
    with connection.cursor() as cursor:
        for board_id in sorted({board_id for board_id, _data in changes}):
            cursor.execute(LOCK if connection.features.has_select_for_update else LOOK, [board_id])
            if cursor.fetchone() is None:
                raise NotFound("There is no such board.")
        for board_id, data in changes:
            key = 0
            if data and data != NOTHING:
                cursor.execute(INSERT, [board_id, data, at])
                key = int(cursor.fetchone()[0])
                ring(channel_of(board_id), told(key, data))
            keys.append(key)
    return tuple(keys)


def merge_updates(*, by: Person | None = None, board: Board) -> int:
    """Put what was stored since the last time into the board's state; return of how many rows.

    Merging is done outside the transaction; where somebody else merged meanwhile, theirs stays.
    """
    held = Board.objects.only("merged").get(pk=board.pk)
    waiting = held.updates.filter(pk__gt=held.merged).count()
    if not waiting:
        return 0
    doc, last = doc_and_key(board)
    mine = Board.objects.filter(pk=board.pk, merged=held.merged)
    return waiting if mine.update(state=doc.get_update(), merged=last) else 0
