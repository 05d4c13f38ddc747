"""The link by which others read a board: one at a time, and only its digest is kept."""

import hashlib
import secrets

from django.db import transaction

from decapolis.audit.actions import Only, record
from decapolis.canvas.bridge.ringing import channel_of
from decapolis.canvas.models import Board
from decapolis.canvas.queries.boards import team_of
from decapolis.canvas.rules import may_hand_out
from decapolis.kernel.bells import ring
from decapolis.kernel.permissions import require
from decapolis.people.models import Person

TOKEN_BYTES = 24


@transaction.atomic
def give_read_link(*, by: Person, board: Board) -> str:
    """Return a token that opens the board for reading; the one before opens nothing any more.

    Raises
    ------
    Forbidden
        They are neither its owner nor its sponsor.
    """
    require(may_hand_out(by, board))
    token = secrets.token_urlsafe(TOKEN_BYTES)
    board.read_digest = hashlib.sha256(token.encode()).hexdigest()
    board.save(update_fields=["read_digest"])
    record(by=by, act="canvas.link_given", subject=board, concerns=Only(team_of(board)))
    ring(channel_of(board.pk))
    return token


@transaction.atomic
def end_read_link(*, by: Person, board: Board) -> None:
    """Let the link open nothing any more; who reads by it is shown out.

    Raises
    ------
    Forbidden
        They are neither its owner nor its sponsor.
    """
    require(may_hand_out(by, board))
    if Board.objects.filter(pk=board.pk).exclude(read_digest="").update(read_digest=""):
        board.read_digest = ""
        record(by=by, act="canvas.link_ended", subject=board, concerns=Only(team_of(board)))
        ring(channel_of(board.pk))
