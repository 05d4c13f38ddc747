"""Changes of boards: stored in order, told to who listens, merged without loss."""

import pytest

from decapolis.canvas.actions.updates import merge_updates, store_update, store_updates
from decapolis.canvas.bridge.document import NOTHING, content_of, edited, root
from decapolis.canvas.bridge.ringing import LARGEST, Stored, channel_of, heard, told
from decapolis.canvas.models import Update
from decapolis.kernel import bells
from decapolis.kernel.errors import NotFound
from tests.factories import boards
from tests.factories.boards import note

pytestmark = pytest.mark.django_db


def put(board, key="a", **values):
    return edited(board, lambda doc: root(doc, "notes").update({key: note(**values)}))


def test_a_change_is_stored_and_told_after_commit(django_capture_on_commit_callbacks):
    board = boards.board()
    rung = []
    stop = bells.listen(channel_of(board.pk), rung.append)
    data = put(board)
    with django_capture_on_commit_callbacks(execute=True):
        key = store_update(board_id=board.pk, data=data)
        assert rung == []
    stop()
    assert [heard(one) for one in rung] == [Stored(key, data)]
    assert [one.id for one in content_of(board).notes] == ["a"]


@pytest.mark.parametrize("data", [b"", NOTHING])
def test_a_change_of_nothing_is_not_stored(data):
    board = boards.board()
    assert store_update(board_id=board.pk, data=data) == 0
    assert not Update.objects.exists()


def test_changes_of_several_boards_are_stored_together_or_not_at_all():
    one, other = boards.board(), boards.board()
    with pytest.raises(NotFound):
        store_updates(changes=[(one.pk, put(one)), (10**9, put(one))])
    assert not Update.objects.exists()
    first, second, third = store_updates(
        changes=[(one.pk, put(one)), (other.pk, put(other)), (one.pk, put(one, "b"))]
    )
    assert first < second < third
    assert [len(content_of(board).notes) for board in (one, other)] == [2, 1]


def test_what_is_told_of_a_large_change_is_where_to_read_it():
    assert heard(told(7, b"x" * LARGEST)) == Stored(7, b"x" * LARGEST)
    assert heard(told(7, b"x" * (LARGEST + 1))) == Stored(7, b"")
    assert heard(b"") is heard(b"u") is heard(b"other things") is None


def test_merging_loses_nothing_and_keeps_the_rows():
    board = boards.board()
    assert merge_updates(board=board) == 0
    for key in "abc":
        store_update(board_id=board.pk, data=put(board, key))
    before = content_of(board)
    assert merge_updates(board=board) == 3
    board.refresh_from_db()
    assert board.merged == Update.objects.last().pk
    assert Update.objects.count() == 3
    store_update(board_id=board.pk, data=put(board, "d"))
    assert [one.id for one in content_of(board).notes] == ["a", "b", "c", "d"]
    assert content_of(board).notes[:3] == before.notes
    assert merge_updates(board=board) == 1
    assert merge_updates(board=board) == 0
