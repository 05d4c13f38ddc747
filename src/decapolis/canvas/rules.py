"""Who may read, write and lead a board, and who makes templates; and why not.

A seat in the board's team decides, and nothing else: network staff have no say here.
"""

import hashlib
import hmac

from django.utils.translation import gettext as _

from decapolis.canvas.models import Board
from decapolis.kernel.permissions import ALLOWED, Reader, Verdict, denied, is_member
from decapolis.people.choices import LEADS, MAKERS, VOICES
from decapolis.people.models import TeamSeat


def may_read(reader: Reader | None, board: Board) -> Verdict:
    """Whoever has a seat in the team reads its board."""
    if seat_of(reader, board):
        return ALLOWED
    return denied(_("There is no such board, or it is not open to you."))


def may_read_by_link(board: Board, token: str) -> bool:
    """Tell whether a link opens a board to whoever holds it, for reading."""
    given = hashlib.sha256(token.encode()).hexdigest()
    return bool(token and board.read_digest) and hmac.compare_digest(given, board.read_digest)


def may_write(reader: Reader | None, board: Board) -> Verdict:
    """Whoever has a voice in the team writes on its board while it is open."""
    if not (verdict := may_read(reader, board)):
        return verdict
    if board.closed:
        return denied(_("This board is closed. Its owner can open it again."))
    if seat_of(reader, board) in VOICES:
        return ALLOWED
    return denied(_("You read along on this board. Ask its owner for a seat with a voice."))


def may_lead(reader: Reader | None, board: Board) -> Verdict:
    """The team itself leads a session: timer, votes, named snapshots, bringing back. No guests."""
    if not (verdict := may_write(reader, board)):
        return verdict
    if seat_of(reader, board) in MAKERS:
        return ALLOWED
    return denied(_("Only the team leads a session. Ask one of them."))


def may_hand_out(reader: Reader | None, board: Board) -> Verdict:
    """Owner and sponsor give a link that lets others read, and close the board."""
    if not (verdict := may_read(reader, board)):
        return verdict
    if seat_of(reader, board) in LEADS:
        return ALLOWED
    return denied(_("Only the owner and the sponsor can do this. Ask one of them."))


def may_make_board(reader: Reader | None) -> Verdict:
    """Members make boards."""
    if is_member(reader):
        return ALLOWED
    return denied(_("Only members of the network can begin a board."))


def may_edit_templates(reader: Reader | None) -> Verdict:
    """Network staff make and change templates; so does the operator at the machine."""
    if reader is None or reader.is_staff:
        return ALLOWED
    return denied(_("Only network staff can change canvases. Ask them."))


def seat_of(reader: Reader | None, board: Board) -> str:
    """Return what somebody does in a board's team; empty: they have no seat that counts."""
    held = TeamSeat.objects.of_members().filter(
        team=board.team_id, person=getattr(reader, "pk", None) or 0
    )
    return str(held.values_list("seat", flat=True).first() or "")
