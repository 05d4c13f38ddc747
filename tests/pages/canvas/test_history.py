"""The page that plays the history of a board, without scripts."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from decapolis.canvas.actions.notes import edit_note, remove_note
from decapolis.canvas.bridge.document import content_of
from decapolis.canvas.models import Snapshot, Update
from decapolis.pages.canvas.contexts.history import MOST_KEPT
from tests.factories import boards, canvas, people
from tests.pages.canvas.test_board import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana():
    return people.person(name="Ana Díaz")


@pytest.fixture
def board(ana):
    """A board with three steps: a note came, was changed, and went."""
    made = boards.board(ana)
    key = canvas.note(made, ana, "Lamps")
    edit_note(by=ana, board=made, note=key, text="LED lamps", colour="sun")
    remove_note(by=ana, board=made, note=key)
    began = timezone.now() - timedelta(hours=1)
    for number, row in enumerate(made.updates.order_by("pk")):
        Update.objects.filter(pk=row.pk).update(at=began + timedelta(minutes=number))
    return made


@pytest.fixture
def page(ana):
    return signed_in(ana)


def shown(page, board, asked=""):
    answer = page.get(f"{board.path}/history{asked}")
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def test_a_board_is_played_by_links_from_step_to_step(page, board):
    last = shown(page, board)
    assert "Step 3 of 3" in last
    assert "Taken off Idea: LED lamps" in last
    assert "data-after" not in last
    before = re.search(r'href="([^"]*)"[^>]*data-before', last)[1].removeprefix(board.path)
    second = shown(page, board, before.removeprefix("/history"))
    assert "Step 2 of 3" in second
    assert "Changed in Idea: LED lamps" in second
    assert 'data-mark="changed"' in second
    first = shown(page, board, "?n=1")
    assert "Added to Idea: Lamps" in first
    assert 'data-mark="added"' in first
    assert "data-before" not in first


def test_several_steps_are_taken_at_a_time(page, board):
    told = shown(page, board, "?n=2&pace=5")
    assert "Added to Idea: LED lamps" in told
    assert "Changed in" not in told
    assert '<option value="5" selected>' in told
    assert re.search(r'href="[^"]*pace=5"[^>]*data-after', told)


@pytest.mark.parametrize("asked", ["?n=99", "?n=-1", "?step=999999999", "?n=x&pace=7", "?step="])
def test_whatever_is_asked_for_a_step_is_shown(page, board, asked):
    assert "of 3" in shown(page, board, asked)


def test_any_step_is_brought_back_by_who_leads(page, board, ana):
    second = re.search(r'name="step" value="(\d+)"', shown(page, board, "?n=2"))[1]
    assert 'value="restore"' not in shown(page, board)  # it is so now
    reader = people.person()
    boards.seat(board.team, reader, "reader")
    for who in (signed_in(reader), signed_in(people.staff())):
        answer = who.post(f"{board.path}/history", {"do": "restore", "step": second})
        assert answer.status_code in {403, 404}
        assert content_of(board).notes == ()
    page.post(f"{board.path}/history", {"do": "restore", "step": second})
    assert [one.text for one in content_of(board).notes] == ["LED lamps"]
    assert page.post(f"{board.path}/history", {"do": "restore", "step": "x"}).status_code == 302


def test_a_board_on_which_nothing_happened_says_so(page, ana):
    assert "Nothing has happened on this board yet." in shown(page, boards.board(ana))


def test_of_many_that_were_kept_by_themselves_the_newest_are_listed(page, board):
    for number in range(MOST_KEPT + 2):
        canvas.snapshot(board, at=timezone.now() + timedelta(minutes=number))
    canvas.snapshot(board, name="After lunch", at=timezone.now() - timedelta(days=9))
    told = shown(page, board)
    assert told.count("Kept by itself") == MOST_KEPT
    assert "After lunch" in told
    assert "And 2 older ones" in told
    assert Snapshot.objects.count() == MOST_KEPT + 3


def test_it_asks_in_a_constant_number_of_queries(page, board, ana, django_assert_max_num_queries):
    shown(page, board)
    for number in range(8):
        canvas.note(board, ana, f"Note {number}")
    with django_assert_max_num_queries(22):
        shown(page, board)
