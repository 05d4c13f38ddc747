"""Who may read, write and lead a board: a seat decides, a role in the network does not."""

import pytest

from decapolis.canvas import rules
from decapolis.canvas.models import Board
from decapolis.canvas.queries.boards import board_of
from decapolis.kernel.errors import NotFound
from decapolis.people.choices import Seat
from tests.factories import boards, people

pytestmark = pytest.mark.django_db
ASKED = (rules.may_read, rules.may_write, rules.may_lead, rules.may_hand_out)


@pytest.mark.parametrize(
    ("seat", "allowed"),
    [
        (Seat.OWNER, (True, True, True, True)),
        (Seat.SPONSOR, (True, True, True, True)),
        (Seat.MEMBER, (True, True, True, False)),
        (Seat.EXPERT, (True, True, False, False)),
        (Seat.READER, (True, False, False, False)),
        (None, (False, False, False, False)),
    ],
)
def test_a_seat_says_what_somebody_may(seat, allowed):
    board, person = boards.board(people.person()), people.person()
    if seat:
        boards.seat(board.team, person, seat)
    assert tuple(bool(may(person, board)) for may in ASKED) == allowed


def test_network_staff_without_a_seat_do_not_know_of_a_board():
    board, staff = boards.board(people.person()), people.staff()
    assert not any(may(staff, board) for may in ASKED)
    assert not Board.objects.visible_to(staff).exists()
    with pytest.raises(NotFound):
        board_of(board.key, reader=staff)


def test_who_is_no_member_any_more_sits_nowhere():
    owner = people.person()
    board = boards.board(owner)
    owner.is_member = False
    owner.save()
    assert not rules.may_read(owner, board)


def test_nobody_writes_on_a_closed_board():
    owner = people.person()
    board = boards.board(owner, closed="2026-01-01T00:00Z")
    assert rules.may_read(owner, board)
    assert not rules.may_write(owner, board)
    assert rules.may_hand_out(owner, board)


def test_a_link_opens_its_own_board_alone():
    one, other = boards.board(people.person()), boards.board(people.person())
    assert not rules.may_read_by_link(one, "")
    one.read_digest = "0" * 64
    assert not rules.may_read_by_link(one, "guess")
    assert not rules.may_read_by_link(other, "")
