"""Read rounds of votes: what somebody has given, and what is left. Nobody reads of others."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Sum

from decapolis.canvas.models import Board, Round, Vote
from decapolis.kernel.permissions import Reader


@dataclass(frozen=True, slots=True)
class Ballot:
    """An open round as one person sees it; ``round`` is 0 while none is open."""

    round: int = 0
    each: int = 0
    mine: Mapping[str, int] = field(default_factory=dict)

    @property
    def left(self) -> int:
        """How many votes they have left."""
        return max(0, self.each - sum(self.mine.values()))


def open_round_of(board: Board) -> Round | None:
    """Return the round that is open on a board."""
    found: Round | None = board.rounds.filter(closed=None).first()
    return found


def ballot(board: Board, *, reader: Reader | None) -> Ballot:
    """Return what somebody can still give; two queries."""
    found = open_round_of(board)
    if found is None:
        return Ballot()
    own = Vote.objects.visible_to(reader).filter(round=found).values_list("note", "count")
    return Ballot(round=found.pk, each=found.each, mine=dict(own))


def sums_of(found: Round) -> dict[str, int]:
    """Return what a round gave each note; read when it is closed, and not before."""
    summed = found.votes.order_by().values("note").annotate(n=Sum("count"))
    return {row["note"]: row["n"] for row in summed}
