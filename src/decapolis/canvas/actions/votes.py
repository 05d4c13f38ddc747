"""Rounds of votes: secret while they are open, sums on the notes when they are closed."""

from collections.abc import Callable

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from pycrdt import Map

from decapolis.audit.actions import Change, Only, record
from decapolis.canvas.actions.updates import store_update
from decapolis.canvas.bridge.document import AnyDoc, content_of, edited, root
from decapolis.canvas.errors import VotesSpent
from decapolis.canvas.models import Board, Round, Vote
from decapolis.canvas.queries.boards import team_of
from decapolis.canvas.queries.votes import Ballot, ballot, open_round_of, sums_of
from decapolis.canvas.rules import may_lead, may_write
from decapolis.kernel.permissions import require
from decapolis.people.models import Person

MOST_VOTES = 20


@transaction.atomic
def open_round(*, by: Person, board: Board, each: int = 3) -> Round:
    """Let everyone with a voice give votes; nobody sees those of others until it is closed.

    Raises
    ------
    Forbidden
        They do not lead this board.
    VotesSpent
        A round is open already, or the number of votes is out of reach.
    """
    require(may_lead(by, board))
    if not 1 <= each <= MOST_VOTES:
        told = _("Give everyone between 1 and {most} votes.").format(most=MOST_VOTES)
        raise VotesSpent(told, field="each")
    try:
        with transaction.atomic():
            made = Round.objects.create(board=board, each=each, opened_by=by)
    except IntegrityError as error:
        raise VotesSpent(_("A round is open already. Close it first.")) from error
    record(
        by=by,
        act="canvas.round_opened",
        subject=board,
        change=Change({}, {"each": each}),
        concerns=Only(team_of(board)),
    )
    _tell(board, lambda doc: _put_session(doc, made.pk, each))
    return made


@transaction.atomic
def vote(*, by: Person, board: Board, note: str, count: int) -> Ballot:
    """Give a note so many of one's votes, instead of those before; 0 takes them back.

    Who votes for what is written in no log.

    Raises
    ------
    Forbidden
        They have no voice on this board.
    VotesSpent
        No round is open, there is no such note, or there are not so many left.
    """
    require(may_write(by, board))
    found = Round.objects.select_for_update().filter(board=board, closed=None).first()
    if found is None:
        raise VotesSpent(_("No round of votes is open."))
    own = Vote.objects.filter(round=found, person=by)
    if count <= 0:
        own.filter(note=note).delete()
        return ballot(board, reader=by)
    if content_of(board).note(note) is None:
        raise VotesSpent(_("This note is not on the board any more."))
    given = sum(own.exclude(note=note).values_list("count", flat=True))
    if given + count > found.each:
        raise VotesSpent(_("You have no votes left. Take one back from another note."))
    Vote.objects.update_or_create(round=found, person=by, note=note, defaults={"count": count})
    return ballot(board, reader=by)


@transaction.atomic
def close_round(*, by: Person, board: Board) -> int:
    """End the round and write its sums on the notes; return how many votes were given.

    Raises
    ------
    Forbidden
        They do not lead this board.
    VotesSpent
        No round is open.
    """
    require(may_lead(by, board))
    found = open_round_of(board)
    if found is None:
        raise VotesSpent(_("No round of votes is open."))
    found.closed = timezone.now()
    found.save(update_fields=["closed"])
    sums = sums_of(found)
    total = sum(sums.values())
    record(
        by=by,
        act="canvas.round_closed",
        subject=board,
        change=Change({}, {"votes": total}),
        concerns=Only(team_of(board)),
    )
    _tell(board, lambda doc: _put_sums(doc, sums))
    return total


def _put_session(doc: AnyDoc, key: int, each: int) -> None:
    session = root(doc, "session")
    session["round"], session["each"] = key, each


def _put_sums(doc: AnyDoc, sums: dict[str, int]) -> None:
    """Write what this round gave in place of what the round before gave."""
    for key, held in root(doc, "notes").items():
        if isinstance(held, Map) and (held.get("votes") or 0) != sums.get(key, 0):
            held["votes"] = sums.get(key, 0)
    _put_session(doc, 0, 0)


def _tell(board: Board, change: Callable[[AnyDoc], None]) -> None:
    store_update(board_id=board.pk, data=edited(board, change))
