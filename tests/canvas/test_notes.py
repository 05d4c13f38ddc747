"""Notes by forms: written, changed, moved, grouped, linked, commented, taken off."""

import pytest

from decapolis.audit.models import AuditEntry
from decapolis.canvas.actions import notes as acts
from decapolis.canvas.actions.links import end_read_link, give_read_link
from decapolis.canvas.actions.photos import put_photo, take_photo_off
from decapolis.canvas.actions.sessions import set_timer
from decapolis.canvas.bridge.document import content_of
from decapolis.canvas.errors import BadNote
from decapolis.canvas.models import Photo, Update
from decapolis.canvas.rules import may_read_by_link
from decapolis.files.models import File
from decapolis.files.queries import ready_file
from decapolis.kernel.errors import NotFound
from decapolis.kernel.permissions import Forbidden
from tests.factories import boards, canvas, people, uploads

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana():
    return people.person(name="Ana Díaz")


@pytest.fixture
def board(ana):
    return boards.board(ana)


def only(board):
    (note,) = content_of(board).notes
    return note


def texts(board, block="idea"):
    return [one.text for one in content_of(board).in_block(block)]


def test_a_note_says_who_wrote_it_or_nothing(board, ana):
    canvas.note(board, ana, "LED lamps\nin Elm Street ")
    signed = only(board)
    assert (signed.text, signed.by, signed.name) == (
        "LED lamps\nin Elm Street",
        ana.pk,
        "Ana Díaz",
    )
    canvas.note(board, ana, "The mayor will say no", attributed=False)
    unsigned = content_of(board).notes[1]
    assert (unsigned.by, unsigned.name) == (None, "")
    assert not AuditEntry.objects.filter(by=ana).exists()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"text": "  "}, "text"),
        ({"text": "x" * 2001}, "text"),
        ({"colour": "pink"}, "colour"),
        ({"block": "nowhere"}, "block"),
        ({"links": {"person:1": "Ana"}}, "find"),
    ],
)
def test_what_is_no_note_is_refused_and_nothing_is_written(board, ana, given, field):
    with pytest.raises(BadNote) as refused:
        canvas.note(board, ana, **{"text": "Lamps"} | given)
    assert refused.value.field == field
    assert not Update.objects.exists()


def test_who_reads_along_writes_nothing(board, ana):
    key = canvas.note(board, ana, "Lamps")
    reader = people.person()
    boards.seat(board.team, reader, "reader")
    stranger = people.staff()
    for who in (reader, stranger):
        for act, more in (
            (acts.add_note, {"block": "idea", "written": acts.Written("Mine")}),
            (acts.edit_note, {"note": key, "text": "Mine", "colour": "sun"}),
            (acts.move_note, {"note": key, "block": "money"}),
            (acts.group_note, {"note": key, "title": "Mine"}),
            (acts.link_note, {"note": key, "key": "practice:a", "title": "A"}),
            (acts.comment_note, {"note": key, "text": "Mine"}),
            (acts.take_name_off, {"note": key}),
            (acts.remove_note, {"note": key}),
            (put_photo, {"note": key, "upload": uploads.upload(uploads.picture())}),
            (take_photo_off, {"note": key}),
            (set_timer, {"seconds": 60}),
            (give_read_link, {}),
        ):
            with pytest.raises(Forbidden):
                act(by=who, board=board, **more)
    assert Update.objects.count() == 1
    assert not File.objects.exists()


def test_a_note_is_changed_with_the_fewest_edits(board, ana):
    key = canvas.note(board, ana, "LED lamps")
    acts.edit_note(by=ana, board=board, note=key, text="LED lamps 💡", colour="leaf")
    assert (only(board).text, only(board).colour) == ("LED lamps 💡", "leaf")
    before = Update.objects.count()
    acts.edit_note(by=ana, board=board, note=key, text="LED lamps 💡", colour="leaf")
    assert Update.objects.count() == before


def test_notes_go_up_down_first_last_and_elsewhere(board, ana):
    a, b, c = (canvas.note(board, ana, text) for text in "ABC")
    moves = (
        (c, "up", "ACB"), (c, "up", "CAB"), (c, "up", "CAB"), (c, "down", "ACB"),
        (c, "last", "ABC"), (c, "first", "CAB"), (a, "down", "CBA"), (a, "down", "CBA"),
    )  # fmt: skip
    for key, place, order in moves:
        acts.move_note(by=ana, board=board, note=key, block="idea", place=place)
        assert "".join(texts(board)) == order
    acts.group_note(by=ana, board=board, note=b, title="Middle")
    acts.move_note(by=ana, board=board, note=b, block="money")
    assert (texts(board), texts(board, "money")) == (["C", "A"], ["B"])
    assert content_of(board).note(b).group == ""
    with pytest.raises(BadNote):
        acts.move_note(by=ana, board=board, note=b, block="nowhere")


def test_notes_of_a_block_are_grouped_under_a_title(board, ana):
    a, b = (canvas.note(board, ana, text) for text in "AB")
    group = acts.group_note(by=ana, board=board, note=a, title="  Who\npays ")
    acts.group_note(by=ana, board=board, note=b, group=group)
    assert [one.title for one in content_of(board).groups] == ["Who pays"]
    assert {one.group for one in content_of(board).notes} == {group}
    acts.group_note(by=ana, board=board, note=b)
    assert content_of(board).note(b).group == ""
    elsewhere = canvas.note(board, ana, "C", block="money")
    with pytest.raises(BadNote):
        acts.group_note(by=ana, board=board, note=elsewhere, group=group)


def test_a_note_points_to_what_the_library_holds(board, ana):
    key = canvas.note(board, ana, "Lamps", links={"practice:elm": "Elm Street"})
    acts.link_note(by=ana, board=board, note=key, key="document:plan", title="The plan")
    assert [(one.kind, one.slug) for one in only(board).links] == [
        ("document", "plan"),
        ("practice", "elm"),
    ]
    acts.link_note(by=ana, board=board, note=key, key="practice:elm")
    assert [one.slug for one in only(board).links] == ["plan"]


def test_a_comment_and_a_note_can_lose_the_name_of_their_author_alone(board, ana):
    ben = people.person()
    boards.seat(board.team, ben)
    key = canvas.note(board, ana, "Lamps")
    acts.comment_note(by=ana, board=board, note=key, text="Sure?")
    acts.comment_note(by=ben, board=board, note=key, text="Yes.")
    with pytest.raises(BadNote):
        acts.take_name_off(by=ben, board=board, note=key)
    acts.take_name_off(by=ana, board=board, note=key)
    note = only(board)
    assert (note.by, note.name) == (None, "")
    assert [one.by for one in note.comments] == [None, ben.pk]


def test_a_note_goes_with_what_was_said_to_it(board, ana):
    key = canvas.note(board, ana, "Lamps")
    acts.comment_note(by=ana, board=board, note=key, text="Sure?")
    acts.remove_note(by=ana, board=board, note=key)
    assert (content_of(board).notes, content_of(board).comments) == ((), ())
    with pytest.raises(NotFound):
        acts.remove_note(by=ana, board=board, note=key)


def test_a_photo_is_reached_from_its_board_and_from_nowhere_else(board, ana, storage):
    key = canvas.note(board, ana, "Lamps")
    file_key = put_photo(
        by=ana, board=board, note=key, upload=uploads.upload(uploads.picture(), "elm.png")
    )
    assert only(board).photo == file_key
    assert Photo.objects.visible_to(ana).count() == 1
    assert not Photo.objects.visible_to(people.staff()).exists()
    for who in (ana, people.staff(), None):
        with pytest.raises(NotFound):
            ready_file(file_key, reader=who)
    assert not AuditEntry.objects.visible_to(people.staff()).exists()
    take_photo_off(by=ana, board=board, note=key)
    assert only(board).photo == ""


def test_a_photo_on_a_note_without_a_name_names_nobody(board, ana, storage):
    key = canvas.note(board, ana, "Lamps", attributed=False)
    put_photo(
        by=ana, board=board, note=key, upload=uploads.upload(uploads.picture(), "ana-at-home.png")
    )
    file = File.objects.get()
    assert (file.by, file.name, file.is_held) == (None, "photo", True)
    assert not AuditEntry.objects.exists()


def test_what_is_no_picture_gets_no_place_on_a_board(board, ana, storage):
    key = canvas.note(board, ana, "Lamps")
    with pytest.raises(BadNote):
        put_photo(by=ana, board=board, note=key, upload=uploads.upload(uploads.pdf()))
    assert not Photo.objects.exists()
    assert only(board).photo == ""


def test_the_timer_is_set_for_everyone(board, ana):
    set_timer(by=ana, board=board, seconds=300)
    assert content_of(board).session.timer_s == 300
    assert content_of(board).session.timer_ends
    set_timer(by=ana, board=board, seconds=0)
    assert content_of(board).session.timer_ends is None
    with pytest.raises(BadNote):
        set_timer(by=ana, board=board, seconds=10**6)


def test_a_new_link_ends_the_one_before_and_only_its_mark_is_kept(board, ana):
    first, second = (give_read_link(by=ana, board=board) for _n in range(2))
    board.refresh_from_db()
    assert not may_read_by_link(board, first)
    assert may_read_by_link(board, second)
    assert second not in board.read_digest
    end_read_link(by=ana, board=board)
    board.refresh_from_db()
    assert not may_read_by_link(board, second)
