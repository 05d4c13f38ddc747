"""The history of a board: its snapshots, its steps, and how it was after each of them."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Path, Query, Status

from decapolis.access.choices import Scope
from decapolis.api.canvas.finding import ONE, board_here, mine
from decapolis.api.canvas.schemas import (
    MomentFilters,
    MomentOut,
    SnapshotIn,
    SnapshotMadeOut,
    SnapshotOut,
    StepOut,
)
from decapolis.api.contribute.schemas import DoneOut
from decapolis.api.paging import Page, Window, page_of
from decapolis.api.scopes import ScopedRouter, own
from decapolis.api.shapes import RowId
from decapolis.canvas.actions import snapshots
from decapolis.canvas.bridge.playback import (
    Step,
    moment_at,
    place_of,
    snapshot_at,
    steps_of,
)
from decapolis.canvas.queries.boards import snapshot_of, snapshots_of
from decapolis.kernel.errors import NotFound

router = ScopedRouter(Scope.CONTRIBUTE, tags=["Boards"])
READS = own(Scope.READ)


@router.get(f"{ONE}/snapshots", response=list[SnapshotOut], openapi_extra=READS)
def list_snapshots(request: HttpRequest, key: str, response: HttpResponse) -> list[SnapshotOut]:
    """What was kept of a board, by name or by itself, the newest first."""
    board = board_here(request, key, response)
    return list(map(SnapshotOut.model_validate, snapshots_of(board, reader=request.user)))


@router.post(f"{ONE}/snapshots", response={201: SnapshotMadeOut})
def take_snapshot(request: HttpRequest, key: str, body: SnapshotIn) -> Status[SnapshotMadeOut]:
    """Keep a board as it is now, under a name. For the team."""
    me, board = mine(request, key)
    made = snapshots.take_snapshot(by=me, board=board, name=body.name)
    return Status(201, SnapshotMadeOut(number=made.pk))


@router.post(f"{ONE}/snapshots/{{int:number}}/restore", response=DoneOut)
def restore_snapshot(request: HttpRequest, key: str, number: Path[RowId]) -> DoneOut:
    """Bring a board back to what it was; what it is now is kept before. For the team."""
    me, board = mine(request, key)
    held = snapshot_of(board, number, reader=me)
    snapshots.restore_snapshot(by=me, board=board, snapshot=held)
    return DoneOut()


@router.get(f"{ONE}/history", response=Page[StepOut], openapi_extra=READS)
def list_steps(
    request: HttpRequest, key: str, window: Query[Window], response: HttpResponse
) -> Page[StepOut]:
    """The steps in which a board came to be what it is, the oldest first."""
    steps = steps_of(board_here(request, key, response))
    items = map(StepOut.model_validate, steps[window.part])
    return page_of(request, window, total=len(steps), items=items)


@router.get(f"{ONE}/history/{{int:number}}", response=MomentOut, openapi_extra=READS)
def get_step(
    request: HttpRequest,
    key: str,
    number: Path[RowId],
    asked: Query[MomentFilters],
    response: HttpResponse,
) -> MomentOut:
    """A board as it was after a step, and what had changed since the one before or another."""
    board = board_here(request, key, response)
    steps = steps_of(board)
    since = None if asked.since is None else place_of(steps, asked.since)
    moment = moment_at(board, steps, _place(steps, number), since=since)
    return MomentOut.model_validate(
        {
            "key": moment.step.key,
            "at": moment.step.at,
            "is_kept": moment.step.is_kept,
            "differences": moment.differences,
            "groups": moment.content.groups,
            "notes": moment.content.notes,
        }
    )


@router.post(f"{ONE}/history/{{int:number}}/restore", response=DoneOut)
def restore_step(request: HttpRequest, key: str, number: Path[RowId]) -> DoneOut:
    """Bring a board back to what it was after a step. For the team."""
    me, board = mine(request, key)
    steps = steps_of(board)
    held = snapshot_at(board, steps, _place(steps, number))
    snapshots.restore_snapshot(by=me, board=board, snapshot=held)
    return DoneOut()


def _place(steps: Sequence[Step], number: int) -> int:
    """Return where in the history a step stands.

    Raises
    ------
    NotFound
        It is later than all.
    """
    found = place_of(steps, number)
    if found is None:
        raise NotFound(_("There is no such step in the history of this board."))
    return found
