"""Read boards, who works on them, and what they were."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from decapolis.canvas.models import Board, Photo, Snapshot
from decapolis.canvas.models.boards import BoardQuerySet
from decapolis.kernel.errors import NotFound
from decapolis.kernel.permissions import Reader
from decapolis.people.models import Person, TeamSeat
from decapolis.people.queries import names_of


@dataclass(frozen=True, slots=True)
class SnapshotFacts:
    """What a list of snapshots tells of one; without a name it was taken by itself."""

    key: int
    at: datetime
    name: str
    by: str
    notes: int
    upto: int  # the last change that it holds


def boards_seen(reader: Reader | None) -> BoardQuerySet:
    """Return the boards that somebody may see, the newest first, with version and template."""
    held: BoardQuerySet = Board.objects.visible_to(reader)
    return held.select_related("version__template")


def board_of(key: str, *, reader: Reader | None) -> Board:
    """Return a board that somebody may see, with its version and template.

    Raises
    ------
    NotFound
        There is none, or it is not theirs; the two are not told apart.
    """
    found: Board | None = boards_seen(reader).filter(key=key).first()
    if found is None:
        raise NotFound(_("There is no such board, or it is not open to you."))
    return found


def linked_board(key: str) -> Board:
    """Return a board that has a link for reading; whoever calls checks the link.

    Raises
    ------
    NotFound
        There is none, or it has no such link.
    """
    held = Board.objects.exclude(read_digest="").select_related("version__template")
    found: Board | None = held.filter(key=key).first()
    if found is None:
        raise NotFound(_("This link opens nothing any more. Ask who sent it for another one."))
    return found


def team_of(board: Board) -> tuple[Person, ...]:
    """Return who has a seat in a board's team, in the order in which they came."""
    seats = TeamSeat.objects.of_members().filter(team=board.team_id).select_related("person")
    return tuple(seat.person for seat in seats)


def snapshots_of(board: Board, *, reader: Reader | None) -> tuple[SnapshotFacts, ...]:
    """Return the snapshots of a board, the newest first; ``by`` is empty for whom they know not."""
    held = list(Snapshot.objects.visible_to(reader).filter(board=board).defer("state"))
    names = names_of((one.by_id for one in held), reader=reader)
    return tuple(
        SnapshotFacts(
            key=one.pk,
            at=one.at,
            name=one.name,
            by=names.get(one.by_id or 0, ""),
            notes=one.notes,
            upto=one.upto,
        )
        for one in held
    )


def snapshot_of(board: Board, key: int | None, *, reader: Reader | None) -> Snapshot:
    """Return one snapshot of a board.

    Raises
    ------
    NotFound
        There is none.
    """
    held = Snapshot.objects.visible_to(reader).filter(board=board, pk=key or 0)
    found: Snapshot | None = held.select_related("by").first()
    if found is None:
        raise NotFound(_("There is no such snapshot of this board."))
    return found


def photo_file(board: Board, key: str) -> int:
    """Return the file of a photo on a board; whoever calls has seen that the board is open.

    Raises
    ------
    NotFound
        There is none on this board.
    """
    found = Photo.objects.filter(board=board, file__key=key).values_list("file", flat=True).first()
    if found is None:
        raise NotFound(_("There is no such photo on this board."))
    return int(found)
