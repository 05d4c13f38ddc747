"""Which board an address means, for whom; no cache keeps what is a team's own."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from decapolis.api.callers import caller
from decapolis.api.canvas.schemas import GivenOut, NoteOut, RoundOut
from decapolis.api.closed import NOWHERE
from decapolis.canvas.bridge.document import content_of
from decapolis.canvas.models import Board
from decapolis.canvas.queries.boards import board_of
from decapolis.canvas.queries.votes import ballot
from decapolis.kernel.errors import NotFound
from decapolis.people.models import Person

ONE = "/boards/{key}"
NOTE = f"{ONE}/notes/{{note}}"


def board_here(request: HttpRequest, key: str, response: HttpResponse | None = None) -> Board:
    """Return a board of one of the caller's teams; an answer that tells of it is kept nowhere."""
    board = board_of(key, reader=request.user)
    if response is not None:
        response["Cache-Control"] = NOWHERE
    return board


def mine(request: HttpRequest, key: str) -> tuple[Person, Board]:
    """Return who asks, and the board on which they want to do something."""
    return caller(request), board_of(key, reader=request.user)


def note_out(board: Board, note: str) -> NoteOut:
    """Return a note as it stands.

    Raises
    ------
    NotFound
        There is none.
    """
    found = content_of(board).note(note)
    if found is None:
        raise NotFound(_("This note is not on the board any more."))
    return NoteOut.model_validate(found)


def round_out(request: HttpRequest, board: Board) -> RoundOut:
    """Return the open round as the caller sees it."""
    held = ballot(board, reader=request.user)
    given = [GivenOut(note=note, count=count) for note, count in sorted(held.mine.items())]
    return RoundOut(is_open=bool(held.round), each=held.each, left=held.left, mine=given)
