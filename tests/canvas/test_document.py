"""The document of a board: what is read out of it, whatever stands in it, and how it is changed."""

import subprocess
import sys
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pycrdt import Array, Doc, Map, Text

from decapolis.canvas.bridge.document import (
    Content,
    Link,
    content_in,
    content_of,
    doc_of,
    edited,
    new_id,
    opened,
    put_text,
    read,
    restored,
    root,
    update_of,
)
from decapolis.canvas.bridge.remembered import Remembered
from decapolis.canvas.models import Update
from tests.factories import boards
from tests.factories.boards import NOON, note


def put(key="a", **values):
    def change(doc):
        root(doc, "notes")[key] = note(**values)

    return change


def keep(board, data):
    return Update.objects.create(board=board, data=data)


@pytest.fixture
def board(db):
    return boards.board()


def test_a_board_without_changes_is_empty(board):
    assert content_of(board) == Content()


def test_what_was_written_is_read_as_plain_values(board):
    links = Map({"practice:led-lamps": "LED lamps", "nonsense:x": "?", "document:": "?"})
    keep(board, edited(board, put(by=5, name="Ana", links=links, votes=3, text="Käse 🧀")))
    said = {"note": "a", "text": "Why?", "by": None, "name": "", "at": NOON}

    def comment(doc):
        root(doc, "comments")["c"] = Map(said)
        root(doc, "groups")["g"] = Map({"block": "idea", "title": "Light", "order": 2})
        root(doc, "session").update({"timer_ends": NOON, "timer_s": 60, "round": 7, "each": 3})

    keep(board, edited(board, comment))
    content = content_of(board)
    [found] = content.notes
    noon = datetime(2026, 11, 25, 12, tzinfo=UTC)
    assert (found.id, found.text, found.by, found.name) == ("a", "Käse 🧀", 5, "Ana")
    assert (found.votes, found.at, found.colour) == (3, noon, "sun")
    assert found.links == (Link("practice", "led-lamps", "LED lamps"),)
    assert [one.text for one in found.comments] == ["Why?"] == [c.text for c in content.comments]
    assert [(one.id, one.title) for one in content.groups] == [("g", "Light")]
    assert (content.session.round, content.session.timer_ends) == (7, noon)
    assert content.note("a") is found
    assert content.in_block("idea") == (found,)
    assert content.in_block("money") == ()


def test_notes_stand_in_their_order():
    doc = opened()
    with doc.transaction():
        for key, order in (("c", 2), ("a", 1.5), ("b", 1)):
            put(key, order=order)(doc)
    assert [one.id for one in read(doc).notes] == ["b", "a", "c"]


def test_content_is_kept_until_something_changes(board):
    keep(board, edited(board, put()))
    first = content_of(board)
    assert content_of(board) is first
    keep(board, edited(board, put("b")))
    assert len(content_of(board).notes) == 2


def test_a_document_is_its_state_and_the_changes_after_it(board):
    kept = keep(board, edited(board, put()))
    doc = doc_of(board)
    board.state, board.merged = doc.get_update(), kept.pk
    board.save()
    keep(board, edited(board, put("b")))
    assert [one.id for one in content_of(board).notes] == ["a", "b"]


@pytest.mark.parametrize(
    "values",
    [
        {"order": "first", "votes": -4, "by": "5", "at": "noon"},
        {"order": float("inf"), "votes": float("nan"), "by": True, "at": 7},
        {"text": Map(), "links": Text("x"), "colour": "pink", "name": "Somebody else", "by": {}},
        {"text": Array([1]), "by": -1, "links": None, "photo": 4, "group": [1], "block": None},
    ],
)
def test_nonsense_in_a_note_is_read_as_nothing(values):
    doc = opened()
    with doc.transaction():
        put(**values)(doc)
        root(doc, "notes")["b"] = "no map"
        root(doc, "comments")["c"] = 5
    [found] = content_in(doc.get_update()).notes
    assert (found.by, found.name, found.votes, found.order) == (None, "", 0, values.get("order", 1)
        if isinstance(values.get("order", 1), int) else 0)  # fmt: skip
    assert found.colour in {"paper", "sun"}


def test_roots_of_another_type_do_no_harm():
    doc = Doc()
    doc["notes"] = Array(["x"])
    doc["session"] = Text("y")
    assert content_in(doc.get_update()) == Content()


NEST = """
import django
django.setup()
from decapolis.canvas.bridge.document import content_in, opened, root
from pycrdt import Map
doc = opened()
notes = root(doc, "notes")
notes["a"] = Map({"text": "Lamps", "links": Map({"practice:x": "X"})})
with doc.transaction():
    for start in ("links", "other"):
        inner = notes["a"]
        for level in range(20_000):
            name = "in" if level else start
            if name != "links":
                inner[name] = Map()
            inner = inner[name]
[found] = content_in(doc.get_update()).notes
print(found.text, [one.slug for one in found.links])
"""


def test_a_note_is_read_however_deep_something_lies_in_it():
    """In a process of its own: reading all of it takes down the whole process."""
    done = subprocess.run([sys.executable, "-c", NEST], capture_output=True, text=True, check=False)
    assert done.stdout == "Lamps ['x']\n", done.stderr


def test_an_edit_holds_itself_alone(board):
    for number in range(5):
        keep(board, edited(board, put(f"n{number}", text="long " * 100)))
    data = edited(board, lambda doc: put_text(root(doc, "notes")["n0"], "text", "short"))
    assert len(data) < 100
    keep(board, data)
    assert content_of(board).note("n0").text == "short"
    assert edited(board, lambda _doc: None) == b""


words = st.text(alphabet="ab é🧀字", max_size=12)


@settings(max_examples=60)
@given(before=words, after=words, theirs=words)
def test_a_text_becomes_what_is_told_and_keeps_what_others_write_meanwhile(before, after, theirs):
    doc = opened()
    put(text=before)(doc)
    other = opened(doc.get_update())
    root(other, "notes")["a"]["text"].insert(0, theirs)
    update_of(doc, lambda doc: put_text(root(doc, "notes")["a"], "text", after))
    assert read(doc).note("a").text == after
    doc.apply_update(other.get_update(doc.get_state()))
    both = read(doc).note("a").text
    assert (theirs in both, len(both)) == (True, len(after) + len(theirs))


def test_a_board_is_brought_back_by_new_edits(board):
    keep(board, edited(board, put(links=Map({"practice:x": "X"}))))
    keep(board, edited(board, put("gone", by=5, name="Ana")))
    before = content_of(board)
    state = doc_of(board).get_update()

    def spoil(doc):
        notes = root(doc, "notes")
        del notes["gone"]
        put_text(notes["a"], "text", "Spoilt")
        notes["a"].update({"colour": "clay", "strange": Array([1])})
        del notes["a"]["links"]["practice:x"]
        put("new")(doc)
        root(doc, "session")["round"] = 9

    keep(board, edited(board, spoil))
    spoilt = doc_of(board)
    data = restored(board, state)
    keep(board, data)
    after = content_of(board)
    assert (after.notes, after.groups) == (before.notes, before.groups)
    assert after.session.round == 9
    spoilt.apply_update(data)  # who was there meanwhile merges it as any change
    assert read(spoilt) == after
    assert restored(board, state) == b""


def test_what_lies_too_deep_is_not_brought_back(board):
    links = Map({"practice:x": "X", "in": Map({"in": Map()}), "words": Text("x")})
    keep(board, edited(board, put(links=links)))
    state = doc_of(board).get_update()
    keep(board, edited(board, lambda doc: root(doc, "notes").pop("a")))
    keep(board, restored(board, state))
    assert dict(root(doc_of(board), "notes")["a"]["links"].items()) == {"practice:x": "X"}
    assert content_of(board).note("a").links == (Link("practice", "x", "X"),)


def test_what_is_remembered_is_made_once_and_what_was_not_asked_for_goes_first():
    made, kept = [], Remembered(2)
    for key in ("a", "b", "a", "c", "a", "b"):
        assert kept.get(key, lambda key=key: made.append(key) or key) == key
    assert made == ["a", "b", "c", "b"]


def test_ids_are_letters_and_digits():
    assert len({new_id() for _turn in range(50)}) == 50
    assert new_id().isalnum()
    assert len(new_id()) == 12
