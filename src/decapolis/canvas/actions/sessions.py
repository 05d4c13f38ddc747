"""What a facilitator sets for everyone at a board: the timer."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from decapolis.canvas.actions.updates import store_update
from decapolis.canvas.bridge.document import AnyDoc, edited, root
from decapolis.canvas.errors import BadNote
from decapolis.canvas.models import Board
from decapolis.canvas.rules import may_lead
from decapolis.kernel.permissions import require
from decapolis.people.models import Person

LONGEST_S = 4 * 3600


@transaction.atomic
def set_timer(*, by: Person, board: Board, seconds: int) -> None:
    """Start the timer that everyone sees; 0 stops it.

    Raises
    ------
    Forbidden
        They do not lead this board.
    BadNote
        It is longer than any session.
    """
    require(may_lead(by, board))
    if not 0 <= seconds <= LONGEST_S:
        raise BadNote(_("Set the timer to between one minute and four hours."), field="minutes")
    ends = timezone.now() + timedelta(seconds=seconds)

    def change(doc: AnyDoc) -> None:
        session = root(doc, "session")
        session["timer_s"] = seconds
        session["timer_ends"] = ends.isoformat(timespec="seconds") if seconds else ""

    if data := edited(board, change):
        store_update(board_id=board.pk, data=data)
