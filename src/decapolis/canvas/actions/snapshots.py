"""Keep what a board was: by name, by itself while people work, and bring it back.

The history of a board is its snapshots and the changes between them, one row each. Changes are
kept for `KEPT_CHANGES`; of older times snapshots alone tell, one a day and all that have a name.
"""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Max, OuterRef, Subquery
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _

from decapolis.audit.actions import Only, record
from decapolis.canvas.actions.updates import WORTH_MERGING, merge_updates, store_update
from decapolis.canvas.bridge.document import doc_and_key, read, restored
from decapolis.canvas.bridge.playback import names_gone
from decapolis.canvas.models import Board, Snapshot, Update
from decapolis.canvas.queries.boards import team_of
from decapolis.canvas.rules import may_lead
from decapolis.canvas.validators import clean_line
from decapolis.kernel.errors import NotFound
from decapolis.kernel.permissions import require
from decapolis.people.models import Person

logger = logging.getLogger(__name__)

LONGEST_NAME = 120
EVERY = timedelta(minutes=10)  # while people work
KEPT_CHANGES = timedelta(days=90)


@transaction.atomic
def take_snapshot(*, by: Person, board: Board, name: str) -> Snapshot:
    """Keep a board as it is, under a name.

    Raises
    ------
    Forbidden
        They do not lead this board.
    BadTemplate
        The name is empty or too long.
    """
    require(may_lead(by, board))
    named = clean_line(name, field="name", most=LONGEST_NAME)
    made = _keep(board, name=named, by=by)
    record(by=by, act="canvas.snapshot_taken", subject=board, concerns=Only(team_of(board)))
    return made


def keep_snapshot(*, by: Person | None, board: Board, least: timedelta = EVERY) -> Snapshot | None:
    """Keep a board as it is, if it changed since the last snapshot and that one is old enough."""
    last = board.snapshots.order_by("-upto", "-at").values_list("upto", "at").first()
    newest = board.updates.order_by("-pk").values_list("pk", flat=True).first() or 0
    if last is not None and (newest <= last[0] or timezone.now() - last[1] < least):
        return None
    return _keep(board) if newest else None


@transaction.atomic
def restore_snapshot(*, by: Person, board: Board, snapshot: Snapshot) -> int:
    """Bring a board back to what it was, by new edits; what it is now is kept before.

    A name that somebody took off since does not come back; nor does any name of what is gone now:
    whether somebody took it off before is not known of all that is gone.

    Returns the key of the change; 0 where the board reads so already.

    Raises
    ------
    Forbidden
        They do not lead this board.
    NotFound
        The snapshot is of another board.
    """
    require(may_lead(by, board))
    if snapshot.board_id != board.pk:
        raise NotFound(_("There is no such snapshot of this board."))
    keep_snapshot(by=by, board=board, least=timedelta())
    state = bytes(snapshot.state)
    data = restored(board, state, bare=names_gone(board, state))
    record(by=by, act="canvas.snapshot_restored", subject=board, concerns=Only(team_of(board)))
    return store_update(by=by, board_id=board.pk, data=data)


def tidy_boards(*, by: Person | None, now: datetime) -> int:
    """Merge, snapshot and thin out what stands still; return how many changes were let go.

    Of each board goes what a snapshot tells that is itself older than changes are kept; its last
    change stays. Snapshots without a name go where there is a later one of the same old day.
    """
    for board in Board.objects.order_by("pk").iterator():
        try:
            _tidy(board, by)
        except Exception:  # one that cannot be read keeps nobody else's from being tidied
            logger.exception("Board %s could not be tidied.", board.key)
    old = now - KEPT_CHANGES
    told = Snapshot.objects.filter(board=OuterRef("board"), at__lt=old).order_by("-upto")
    last = Update.objects.filter(board=OuterRef("board")).order_by("-pk")
    gone, _by_model = (
        Update.objects.filter(at__lt=old, pk__lte=F("board__merged"))
        .filter(pk__lte=Subquery(told.values("upto")[:1]), pk__lt=Subquery(last.values("pk")[:1]))
        .delete()
    )
    of_old = Snapshot.objects.filter(at__lt=old, name="")
    days = of_old.annotate(day=TruncDate("at")).values("board", "day").order_by()
    kept = [one["last"] for one in days.annotate(last=Max("pk"))]
    of_old.exclude(pk__in=kept).delete()
    return gone


@transaction.atomic
def _tidy(board: Board, by: Person | None) -> None:
    if board.updates.filter(pk__gt=board.merged).count() >= WORTH_MERGING:
        merge_updates(by=by, board=board)
    keep_snapshot(by=by, board=board)


def _keep(board: Board, *, name: str = "", by: Person | None = None) -> Snapshot:
    doc, key = doc_and_key(board)
    return Snapshot.objects.create(
        board=board, name=name, by=by, state=doc.get_update(), upto=key, notes=len(read(doc).notes)
    )
