"""Make boards, close them and open them again.

Every act raises `Forbidden`: members make boards, owner and sponsor close and open them.
"""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from decapolis.audit.actions import Only, record
from decapolis.canvas.bridge.ringing import channel_of
from decapolis.canvas.errors import BadTemplate
from decapolis.canvas.models import Board, Template
from decapolis.canvas.queries.boards import team_of
from decapolis.canvas.rules import may_hand_out, may_make_board
from decapolis.canvas.validators import clean_line
from decapolis.kernel.bells import ring
from decapolis.kernel.permissions import require
from decapolis.people.models import Person, Team

LONGEST_TITLE = 200


@transaction.atomic
def make_board(*, by: Person, title: str, team: Team, template: Template) -> Board:
    """Make a board for a team; it follows the newest version of a template for good.

    Raises
    ------
    BadTemplate
        The title is empty or too long, or the template is offered no more.
    """
    require(may_make_board(by))
    version = template.versions.first()
    if template.retired or version is None:
        raise BadTemplate(_("This canvas is not offered any more. Choose another one."))
    named = clean_line(title, field="title", most=LONGEST_TITLE)
    board = Board.objects.create(title=named, team=team, version=version, made_by=by)
    record(by=by, act="canvas.board_made", subject=board, concerns=Only(team_of(board)))
    return board


@transaction.atomic
def close_board(*, by: Person, board: Board) -> None:
    """End the writing on a board; it is still read."""
    require(may_hand_out(by, board))
    if Board.objects.filter(pk=board.pk, closed=None).update(closed=timezone.now()):
        board.refresh_from_db(fields=["closed"])
        record(by=by, act="canvas.board_closed", subject=board, concerns=Only(team_of(board)))
        ring(channel_of(board.pk))


@transaction.atomic
def open_board(*, by: Person, board: Board) -> None:
    """Let the team write again."""
    require(may_hand_out(by, board))
    if Board.objects.filter(pk=board.pk).exclude(closed=None).update(closed=None):
        board.closed = None
        record(by=by, act="canvas.board_opened", subject=board, concerns=Only(team_of(board)))
        ring(channel_of(board.pk))
