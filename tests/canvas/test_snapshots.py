"""Snapshots: by name, by themselves, brought back; and what of the history is kept."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pycrdt import Text

from decapolis.audit.models import AuditEntry
from decapolis.canvas.actions import notes as acts
from decapolis.canvas.actions.snapshots import (
    EVERY,
    KEPT_CHANGES,
    keep_snapshot,
    restore_snapshot,
    take_snapshot,
    tidy_boards,
)
from decapolis.canvas.actions.updates import merge_updates, store_update
from decapolis.canvas.bridge.document import content_in, content_of, doc_at, edited, read, root
from decapolis.canvas.models import Board, Snapshot, Update
from decapolis.kernel.errors import NotFound
from decapolis.kernel.permissions import Forbidden
from decapolis.people.choices import Seat
from tests.factories import boards, canvas, people
from tests.factories.boards import note

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana():
    return people.person(name="Ana")


@pytest.fixture
def board(ana):
    return boards.board(ana)


def put(board, key="a", **values):
    data = edited(board, lambda doc: root(doc, "notes").update({key: note(**values)}))
    return store_update(board_id=board.pk, data=data)


def remove(board, key):
    return store_update(
        board_id=board.pk, data=edited(board, lambda doc: root(doc, "notes").pop(key))
    )


def ids(content):
    return [one.id for one in content.notes]


def test_somebody_who_leads_takes_a_snapshot_and_brings_it_back(board, ana):
    key = put(board)
    kept = take_snapshot(by=ana, board=board, name=" First  round ")
    assert (kept.name, kept.by, kept.upto, kept.notes) == ("First round", ana, key, 1)
    put(board, "b")
    remove(board, "a")
    assert restore_snapshot(by=ana, board=board, snapshot=kept) > key
    assert content_of(board) == content_in(bytes(kept.state))
    before = Snapshot.objects.get(name="")
    assert ids(content_in(bytes(before.state))) == ["b"]
    assert restore_snapshot(by=ana, board=board, snapshot=kept) == 0
    acts = AuditEntry.objects.values_list("act", flat=True)
    assert {"canvas.snapshot_taken", "canvas.snapshot_restored"} <= set(acts)


@pytest.mark.parametrize("role", [Seat.EXPERT, Seat.READER, None])
def test_who_does_not_lead_takes_none_and_brings_none_back(board, ana, role):
    put(board)
    kept = take_snapshot(by=ana, board=board, name="First")
    remove(board, "a")
    eve = people.staff(name="Eve")
    if role:
        boards.seat(board.team, eve, role)
    with pytest.raises(Forbidden):
        take_snapshot(by=eve, board=board, name="Mine")
    with pytest.raises(Forbidden):
        restore_snapshot(by=eve, board=board, snapshot=kept)
    assert Snapshot.objects.get() == kept
    assert ids(content_of(board)) == []


def test_a_snapshot_of_another_board_is_not_found(board, ana):
    other = boards.board(ana)
    put(other)
    kept = take_snapshot(by=ana, board=other, name="Other")
    with pytest.raises(NotFound):
        restore_snapshot(by=ana, board=board, snapshot=kept)
    assert not Update.objects.filter(board=board).exists()


def test_by_itself_a_snapshot_is_kept_when_something_changed_and_time_went_by(board):
    assert keep_snapshot(by=None, board=board) is None  # nothing is on it
    put(board)
    first = keep_snapshot(by=None, board=board)
    put(board, "b")
    assert keep_snapshot(by=None, board=board) is None  # too soon
    Snapshot.objects.update(at=timezone.now() - EVERY)
    second = keep_snapshot(by=None, board=board)
    assert [ids(content_in(bytes(one.state))) for one in (first, second)] == [["a"], ["a", "b"]]
    Snapshot.objects.update(at=timezone.now() - EVERY)
    assert keep_snapshot(by=None, board=board) is None  # nothing changed


def test_a_board_is_read_as_it_was_after_each_change(board):
    keys = [put(board, "a"), put(board, "b")]
    keep_snapshot(by=None, board=board)
    keys += [remove(board, "a"), put(board, "c")]
    assert [ids(read(doc_at(board, key))) for key in keys] == [["a"], ["a", "b"], ["b"], ["b", "c"]]
    assert ids(read(doc_at(board, 0))) == []


def test_what_is_old_and_told_by_a_snapshot_goes_and_the_board_stays_as_it_is(board):
    now = timezone.now()
    long_ago = now - KEPT_CHANGES - timedelta(days=2)
    for number in range(60):
        put(board, f"old{number}")
    Update.objects.update(at=long_ago)
    for hours in (0, 1):
        made = keep_snapshot(by=None, board=board, least=timedelta())
        Snapshot.objects.filter(pk=made.pk).update(at=long_ago + timedelta(minutes=hours))
        last_old = put(board, f"between{hours}")
        Update.objects.filter(pk=last_old).update(at=long_ago)
    new = put(board, "new")
    before = content_of(board)
    assert tidy_boards(by=None, now=now) == 61  # up to the second snapshot
    assert content_of(board) == before
    assert read(doc_at(board, new)) == before
    assert list(Update.objects.values_list("pk", flat=True)) == [last_old, new]
    assert Snapshot.objects.count() == 2  # one of the old day, one of now
    assert tidy_boards(by=None, now=now) == 0


def test_the_last_change_of_a_board_stays_however_old(board):
    put(board)
    put(board, "b")
    long_ago = timezone.now() - 2 * KEPT_CHANGES
    keep_snapshot(by=None, board=board)
    Update.objects.update(at=long_ago)
    Snapshot.objects.update(at=long_ago)
    Board.objects.update(merged=0)
    assert tidy_boards(by=None, now=timezone.now()) == 0  # not merged: few rows
    assert ids(content_of(board)) == ["a", "b"]


def test_a_board_that_cannot_be_read_keeps_no_other_from_being_tidied(board, ana, caplog):
    put(board)
    Update.objects.filter(board=board).update(data=b"\x01garbage")
    other = boards.board(ana)
    put(other)
    tidy_boards(by=None, now=timezone.now())
    assert [one.board for one in Snapshot.objects.all()] == [other]
    assert str(board.key) in caplog.text


def test_no_name_comes_back_that_was_taken_off_what_is_gone(board, ana):
    """Whatever is still known of it: of changes that were let go nobody can tell."""
    keys = [canvas.note(board, ana, words) for words in ("Lamps", "Roads", "Trees")]
    kept = take_snapshot(by=ana, board=board, name="First")
    acts.take_name_off(by=ana, board=board, note=keys[0])
    acts.take_name_off(by=ana, board=board, note=keys[1])
    acts.remove_note(by=ana, board=board, note=keys[0])
    take_snapshot(by=ana, board=board, name="Second")
    put(board)
    long_ago = timezone.now() - 2 * KEPT_CHANGES
    Snapshot.objects.update(at=long_ago)
    Update.objects.update(at=long_ago)
    merge_updates(board=board)
    assert tidy_boards(by=None, now=timezone.now()) > 0
    restore_snapshot(by=ana, board=board, snapshot=kept)
    signed = {one.text: (one.by, one.name) for one in content_of(board).notes}
    assert signed == {"Lamps": (None, ""), "Roads": (None, ""), "Trees": (ana.pk, "Ana")}


def test_a_text_in_place_of_a_note_keeps_nothing_from_being_brought_back(board, ana):
    put(board)
    kept = take_snapshot(by=ana, board=board, name="First")
    for change in (
        lambda doc: root(doc, "notes").update({"t": Text("a")}),
        lambda doc: root(doc, "notes")["t"].insert(0, "b"),
    ):
        store_update(board_id=board.pk, data=edited(board, change))
    assert restore_snapshot(by=ana, board=board, snapshot=kept) > 0
    assert content_of(board) == content_in(bytes(kept.state))
