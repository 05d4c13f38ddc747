"""Votes: silent while a round is open, sums on the notes when it is closed."""

import pytest

from decapolis.canvas.actions.notes import remove_note
from decapolis.canvas.actions.votes import close_round, open_round, vote
from decapolis.canvas.bridge.document import content_of
from decapolis.canvas.errors import VotesSpent
from decapolis.canvas.models import Round, Vote
from decapolis.canvas.queries.votes import ballot
from decapolis.kernel.permissions import Forbidden
from tests.factories import boards, canvas, people

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana():
    return people.person()


@pytest.fixture
def ben():
    return people.person()


@pytest.fixture
def board(ana, ben):
    made = boards.board(ana)
    boards.seat(made.team, ben, "expert")
    return made


def test_votes_are_secret_until_they_are_counted(board, ana, ben):
    lamps, trees = canvas.note(board, ana, "Lamps"), canvas.note(board, ben, "Trees")
    made = open_round(by=ana, board=board, each=3)
    assert content_of(board).session.round == made.pk
    assert vote(by=ana, board=board, note=lamps, count=2).left == 1
    assert vote(by=ben, board=board, note=lamps, count=1).mine == {lamps: 1}
    vote(by=ben, board=board, note=trees, count=2)
    assert ballot(board, reader=ana).mine == {lamps: 2}
    assert {one.person for one in Vote.objects.visible_to(ana)} == {ana}
    assert [one.votes for one in content_of(board).notes] == [0, 0]
    assert close_round(by=ana, board=board) == 5
    assert [one.votes for one in content_of(board).notes] == [3, 2]
    assert content_of(board).session.round == 0
    assert ballot(board, reader=ana).round == 0


def test_nobody_gives_more_than_they_have(board, ana):
    lamps, trees = canvas.note(board, ana, "Lamps"), canvas.note(board, ana, "Trees")
    open_round(by=ana, board=board, each=2)
    vote(by=ana, board=board, note=lamps, count=2)
    with pytest.raises(VotesSpent):
        vote(by=ana, board=board, note=trees, count=1)
    with pytest.raises(VotesSpent):
        vote(by=ana, board=board, note="nothere", count=1)
    assert ballot(board, reader=ana).mine == {lamps: 2}
    assert vote(by=ana, board=board, note=lamps, count=0).left == 2


def test_a_vote_for_a_note_that_went_can_be_taken_back(board, ana):
    lamps = canvas.note(board, ana, "Lamps")
    open_round(by=ana, board=board, each=1)
    vote(by=ana, board=board, note=lamps, count=1)
    remove_note(by=ana, board=board, note=lamps)
    assert vote(by=ana, board=board, note=lamps, count=0).left == 1


def test_one_round_at_a_time_and_guests_lead_none(board, ana, ben):
    canvas.note(board, ana, "Lamps")
    for act in (open_round, close_round):
        with pytest.raises(Forbidden):
            act(by=ben, board=board)
    assert not Round.objects.exists()
    for each in (0, 21):
        with pytest.raises(VotesSpent):
            open_round(by=ana, board=board, each=each)
    for act in (close_round, lambda **held: vote(note="a", count=1, **held)):
        with pytest.raises(VotesSpent):
            act(by=ana, board=board)
    open_round(by=ana, board=board)
    with pytest.raises(VotesSpent):
        open_round(by=ana, board=board)
    assert Round.objects.count() == 1
