"""Boards of one's teams: which there are, what is on one, its files, its link, closing it."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Status

from decapolis.access.choices import Scope
from decapolis.api.callers import caller
from decapolis.api.canvas.finding import ONE, board_here, mine, round_out
from decapolis.api.canvas.schemas import (
    BlockOut,
    BoardDetail,
    BoardFilters,
    BoardItem,
    GroupOut,
    NoteOut,
    ReadLinkOut,
)
from decapolis.api.closed import NOWHERE
from decapolis.api.contribute.schemas import DoneOut
from decapolis.api.paging import Page, Window, page_of
from decapolis.api.scopes import ScopedRouter, handing_out, own
from decapolis.canvas.actions import boards as acts
from decapolis.canvas.actions.links import end_read_link, give_read_link
from decapolis.canvas.bridge.document import content_of
from decapolis.canvas.exports import KINDS, file_of
from decapolis.canvas.models import Board
from decapolis.canvas.queries.boards import boards_seen, photo_file
from decapolis.canvas.queries.templates import blocks_of
from decapolis.canvas.rules import may_hand_out, may_lead, may_write
from decapolis.files.choices import MEDIA_TYPES
from decapolis.files.queries import bytes_of, closed_file
from decapolis.initiatives.models import Initiative
from decapolis.kernel.handing import HandOut, handed_out
from decapolis.people.models import TeamSeat

router = ScopedRouter(Scope.CONTRIBUTE, tags=["Boards"])
READS = own(Scope.READ)
FILES = (media_type for media_type, _make in KINDS.values())


@router.get("/boards", response=Page[BoardItem], openapi_extra=READS)
def list_boards(
    request: HttpRequest,
    filters: Query[BoardFilters],
    window: Query[Window],
    response: HttpResponse,
) -> Page[BoardItem]:
    """The boards at which you have a seat, the newest first."""
    response["Cache-Control"] = NOWHERE
    found = boards_seen(request.user)
    if filters.initiative is not None:
        seen = Initiative.objects.visible_to(request.user).filter(key=filters.initiative)
        found = found.filter(pk__in=seen.values("board"))
    rows = list(found[window.part])
    items = (BoardItem(**one) for one in _rows(request, rows))
    return page_of(request, window, total=found.count(), items=items)


@router.get(ONE, response=BoardDetail, openapi_extra=READS)
def get_board(request: HttpRequest, key: str, response: HttpResponse) -> BoardDetail:
    """All that is on a board now, and what you may do there. Votes are secret while they are open.

    Programs that write along with people use the line of the board, a WebSocket of Yjs.
    """
    board = board_here(request, key, response)
    content, me = content_of(board), request.user
    (row,) = _rows(request, [board])
    return BoardDetail(
        **row,
        attribution=board.version.template.attribution,
        blocks=list(map(BlockOut.model_validate, blocks_of(board))),
        groups=list(map(GroupOut.model_validate, content.groups)),
        notes=list(map(NoteOut.model_validate, content.notes)),
        timer_ends=content.session.timer_ends,
        round=round_out(request, board),
        may_write=bool(may_write(me, board)),
        may_lead=bool(may_lead(me, board)),
        may_hand_out=bool(may_hand_out(me, board)),
        has_link=bool(board.read_digest),
    )


@router.get(f"{ONE}/export.{{ending}}", openapi_extra=handing_out(*FILES))
def export_board(request: HttpRequest, key: str, ending: str) -> HttpResponse:
    """A board as a file: pdf, png, svg, csv or json, as its page hands it out."""
    file = file_of(board_here(request, key), ending, made_on=timezone.localdate())
    return handed_out(file)


@router.get(f"{ONE}/photos/{{photo}}", openapi_extra=handing_out("image/*"))
def get_board_photo(request: HttpRequest, key: str, photo: str) -> HttpResponse:
    """A photo that a note of the board shows, for its team."""
    file = closed_file(photo_file(board_here(request, key), photo))
    return handed_out(HandOut(bytes_of(file), MEDIA_TYPES[file.kind]))


@router.post(f"{ONE}/close", response=DoneOut)
def close_board(request: HttpRequest, key: str) -> DoneOut:
    """End the writing on a board; it is still read. For owner and sponsor."""
    me, board = mine(request, key)
    acts.close_board(by=me, board=board)
    return DoneOut()


@router.post(f"{ONE}/open", response=DoneOut)
def open_board(request: HttpRequest, key: str) -> DoneOut:
    """Let the team write on a closed board again. For owner and sponsor."""
    me, board = mine(request, key)
    acts.open_board(by=me, board=board)
    return DoneOut()


@router.post(f"{ONE}/link", response={201: ReadLinkOut})
def give_board_link(request: HttpRequest, key: str, response: HttpResponse) -> Status[ReadLinkOut]:
    """Make a link by which others read the board, without photos. For owner and sponsor."""
    me, board = mine(request, key)
    token = give_read_link(by=me, board=board)
    response["Cache-Control"] = NOWHERE
    url = request.build_absolute_uri(f"{board.path}/read/{token}")
    return Status(201, ReadLinkOut(url=url))


@router.delete(f"{ONE}/link", response=DoneOut)
def end_board_link(request: HttpRequest, key: str) -> DoneOut:
    """Let the link open nothing any more; who reads by it is shown out. For owner and sponsor."""
    me, board = mine(request, key)
    end_read_link(by=me, board=board)
    return DoneOut()


def _rows(request: HttpRequest, boards: list[Board]) -> Iterable[dict[str, Any]]:
    of = Initiative.objects.visible_to(request.user).filter(board__in=[one.pk for one in boards])
    initiatives = dict(of.values_list("board", "key"))
    held = TeamSeat.objects.filter(person=caller(request), team__in=[one.team_id for one in boards])
    seats = dict(held.values_list("team", "seat"))
    for one in boards:
        yield {
            "key": one.key,
            "title": one.title,
            "canvas": one.version.template.slug,
            "canvas_version": one.version.number,
            "initiative": initiatives.get(one.pk),
            "seat": seats[one.team_id],
            "made": one.made,
            "closed": one.closed,
            "url": request.build_absolute_uri(one.path),
        }
