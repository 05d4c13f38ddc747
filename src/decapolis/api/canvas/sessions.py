"""What leads a session at a board: rounds of silent votes, and the timer."""

from django.http import HttpRequest, HttpResponse
from ninja import Status

from decapolis.access.choices import Scope
from decapolis.api.callers import caller
from decapolis.api.canvas.finding import ONE, board_here, mine, round_out
from decapolis.api.canvas.schemas import CountedOut, RoundIn, RoundOut, TimerIn, VoteIn
from decapolis.api.contribute.schemas import DoneOut
from decapolis.api.scopes import ScopedRouter, own
from decapolis.canvas.actions import votes
from decapolis.canvas.actions.sessions import set_timer

router = ScopedRouter(Scope.CONTRIBUTE, tags=["Boards"])
READS = own(Scope.READ)


@router.get(f"{ONE}/round", response=RoundOut, openapi_extra=READS)
def get_round(request: HttpRequest, key: str, response: HttpResponse) -> RoundOut:
    """The open round of votes: what you gave, and what you have left. Nothing of others."""
    return round_out(request, board_here(request, key, response))


@router.post(f"{ONE}/round", response={201: RoundOut})
def open_round(request: HttpRequest, key: str, body: RoundIn) -> Status[RoundOut]:
    """Let everyone with a voice give votes, unseen until they are counted. For the team."""
    me, board = mine(request, key)
    votes.open_round(by=me, board=board, each=body.each)
    return Status(201, round_out(request, board))


@router.put(f"{ONE}/round/notes/{{note}}", response=RoundOut)
def vote_for_note(
    request: HttpRequest, key: str, note: str, body: VoteIn, response: HttpResponse
) -> RoundOut:
    """Give a note so many of your votes. No log says who votes for what."""
    board = board_here(request, key, response)
    votes.vote(by=caller(request), board=board, note=note, count=body.count)
    return round_out(request, board)


@router.post(f"{ONE}/round/close", response=CountedOut)
def close_round(request: HttpRequest, key: str) -> CountedOut:
    """End the round: its sums are written on the notes, and never who voted. For the team."""
    me, board = mine(request, key)
    return CountedOut(votes=votes.close_round(by=me, board=board))


@router.put(f"{ONE}/timer", response=DoneOut)
def set_board_timer(request: HttpRequest, key: str, body: TimerIn) -> DoneOut:
    """Start the timer that everyone sees, or stop it. For the team."""
    me, board = mine(request, key)
    set_timer(by=me, board=board, seconds=body.seconds)
    return DoneOut()
