"""Who leaves is named on no board any more, nor in anything that is kept of it."""

import pytest
from django.db import connection

from decapolis.canvas.actions import notes as acts
from decapolis.canvas.actions.leaving import forget_person
from decapolis.canvas.actions.snapshots import keep_snapshot, restore_snapshot, take_snapshot
from decapolis.canvas.actions.updates import merge_updates, store_update
from decapolis.canvas.bridge.document import content_in, content_of, edited, opened, root
from decapolis.canvas.bridge.held import held_on
from decapolis.canvas.bridge.playback import moment_at, steps_of
from decapolis.canvas.models import Snapshot, Update
from decapolis.people.models import TeamSeat
from decapolis.rights.actions import leave
from tests.factories import boards, canvas, people

pytestmark = pytest.mark.django_db
NAME = "Ben Okafor-Zwart"


@pytest.fixture
def ana():
    return people.person(name="Ana Díaz")


@pytest.fixture
def ben():
    return people.person(name=NAME, email="ben.okafor-zwart@city.example")


@pytest.fixture
def board(ana, ben):
    made = boards.board(ana, title=f"Lamps of {NAME}")
    boards.seat(made.team, ben)
    return made


def rows_with(word):
    """Every table that holds a word in any of its rows, in whatever case."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 -- our own tables
            for row in cursor.fetchall():
                cells = (bytes(one) if isinstance(one, memoryview) else one for one in row)
                whole = b" ".join(
                    one if isinstance(one, bytes) else str(one).encode() for one in cells
                )
                if word.lower().encode() in whole.lower():
                    found.add(table)
    return found


def only(board):
    (note,) = content_of(board).notes
    return note


def test_who_leaves_takes_their_name_along_and_their_notes_stay(board, ana, ben):
    canvas.note(board, ben, "Lamps")
    take_snapshot(by=ana, board=board, name=f"{NAME} was here")
    acts.comment_note(by=ben, board=board, note=only(board).id, text="Soon")
    acts.edit_note(by=ana, board=board, note=only(board).id, text=f"Ask {NAME}", colour="sun")
    acts.group_note(by=ana, board=board, note=only(board).id, title=f"Of {NAME}")
    canvas.vote(board, ben)
    held = held_on(ben)
    assert (len(held["notes"]), len(held["comments"]), len(held["votes"])) == (1, 1, 1)
    forget_person(by=None, person=ben)
    note = only(board)
    assert (note.text, note.by, note.name) == ("Ask A former member", None, "")
    assert (note.comments[0].text, note.comments[0].by) == ("Soon", None)
    assert not board.rounds.get().votes.exists()
    kept = Snapshot.objects.exclude(name="").get()
    assert kept.name == "A former member was here"
    assert [one.text for one in content_in(bytes(kept.state)).notes] == ["Lamps"]


def test_the_name_is_in_no_row_of_any_table(board, ana, ben):
    gone = canvas.note(board, ben, f"{NAME} pays")
    stays = canvas.note(board, ben, "Lamps")
    acts.comment_note(by=ben, board=board, note=stays, text=f"Signed {NAME}")
    acts.group_note(by=ben, board=board, note=stays, title=f"{NAME} and others")
    keep_snapshot(by=None, board=board)
    merge_updates(board=board)
    acts.remove_note(by=ana, board=board, note=gone)
    acts.take_name_off(by=ben, board=board, note=stays)
    take_snapshot(by=ben, board=board, name=f"By {NAME}")
    canvas.note(board, ben, "After", block="money")  # neither merged nor in a snapshot
    assert {"canvas_update", "canvas_snapshot", "canvas_board"} <= rows_with(NAME)
    leave(by=ben, person=ben)
    assert rows_with("okafor") == set()
    assert sorted(one.text for one in content_of(board).notes) == ["After", "Lamps"]


def test_a_board_that_they_have_left_before_forgets_them_too(board, ana, ben):
    key = canvas.note(board, ben, "Lamps")
    keep_snapshot(by=None, board=board)
    acts.remove_note(by=ana, board=board, note=key)
    TeamSeat.objects.filter(person=ben).delete()
    forget_person(by=None, person=ben)
    assert not {"canvas_update", "canvas_snapshot"} & rows_with(NAME)


@pytest.mark.parametrize("key", [40, 63, 64, 8191, 8192, 10**9])
def test_a_number_is_found_as_yjs_stores_it(ana, key):
    board = boards.board(ana)
    data = edited(board, lambda doc: root(doc, "notes").update({"a": boards.note(by=key)}))
    store_update(board_id=board.pk, data=data)
    stranger = people.person(id=key + 1, name="Nobody Here")
    forget_person(by=None, person=stranger)
    assert only(board).by == key
    assert bytes(Update.objects.get().data) == data
    signer = people.person(id=key, name="Someone Else")
    forget_person(by=None, person=signer)
    assert only(board).by is None


def test_the_last_change_that_is_kept_brings_all_to_whoever_has_not_read_it(board, ana, ben):
    canvas.note(board, ben, "Lamps")
    canvas.note(board, ana, "Roads")
    forget_person(by=None, person=ben)
    fresh = opened(bytes(Update.objects.get(board=board).data))
    assert {one["text"] for one in root(fresh, "notes").to_py().values()} == {"Lamps", "Roads"}
    canvas.note(board, ana, "Trees")
    steps = steps_of(board)
    told = [moment_at(board, steps, place).differences for place in range(len(steps))]
    assert [[one.text for one in part] for part in told][-1] == ["Trees"]
    assert sorted(one.text for one in told[0]) == ["Lamps", "Roads"]


def test_a_name_that_was_taken_off_does_not_come_back_with_a_snapshot(board, ana, ben):
    stays, goes, signed = (canvas.note(board, ben, text) for text in ("Stays", "Goes", "Signed"))
    kept = take_snapshot(by=ana, board=board, name="Before")
    acts.take_name_off(by=ben, board=board, note=stays)
    acts.take_name_off(by=ben, board=board, note=goes)
    acts.remove_note(by=ana, board=board, note=goes)
    acts.remove_note(by=ana, board=board, note=signed)
    restore_snapshot(by=ana, board=board, snapshot=kept)
    assert {one.text: one.by for one in content_of(board).notes} == {
        "Stays": None,
        "Goes": None,
        "Signed": None,  # it is gone: whether the name was taken off before, nobody can tell
    }
