"""A board as a file: every note in each of them, and what somebody wrote is never markup."""

import csv
import io
import json
from datetime import date
from xml.etree import ElementTree as ET

import pypdf
import pytest
from PIL import Image

from decapolis.canvas import exports
from decapolis.canvas.actions.notes import comment_note, group_note, link_note
from decapolis.canvas.bridge.document import content_of
from decapolis.canvas.exports.drawing import wrapped
from tests.factories import boards, canvas, people

pytestmark = pytest.mark.django_db
NASTY = "=1+1 <b>#strong[Lamps]</b> & 街灯"


@pytest.fixture
def sheet():
    ana = people.person(name="Ana Díaz")
    board = boards.board(ana, title="Lamps & trees")
    key = canvas.note(board, ana, NASTY, colour="sun")
    canvas.note(board, ana, "No name here\nsecond line", block="money", attributed=False)
    group_note(by=ana, board=board, note=key, title="First")
    link_note(by=ana, board=board, note=key, key="practice:elm", title="Elm Street")
    comment_note(by=ana, board=board, note=key, text="Who pays?")
    return exports.sheet_of(board, content_of(board), made_on=date(2026, 11, 25))


def test_a_table_has_a_row_for_each_note_and_no_formula(sheet):
    rows = list(csv.DictReader(io.StringIO(exports.as_csv(sheet))))
    assert [row["block"] for row in rows] == ["Idea", "Money"]
    assert rows[0]["note"] == f"'{NASTY}"
    assert (rows[0]["group"], rows[0]["links"]) == ("First", "practice:elm")
    assert rows[0]["comments"] == "Ana Díaz: Who pays?"
    assert (rows[1]["by"], rows[1]["becomes"]) == ("", "cost")


def test_json_holds_the_whole_board(sheet):
    whole = json.loads(exports.as_json(sheet))
    assert whole["title"] == "Lamps & trees"
    (note,) = whole["blocks"][0]["notes"]
    assert (note["text"], note["by"], note["group"]) == (NASTY, "Ana Díaz", "First")
    assert note["comments"][0]["text"] == "Who pays?"


def test_a_drawing_is_well_formed_and_keeps_words(sheet):
    drawn = exports.as_svg(sheet)
    said = " ".join(ET.fromstring(drawn).itertext())  # noqa: S314 -- our own
    for word in ("Lamps & trees", "街灯", "Ana Díaz", "second", "Idea"):
        assert word in said
    assert "<b>" not in drawn


def test_a_picture_is_a_picture(sheet):
    picture = Image.open(io.BytesIO(exports.as_png(sheet)))
    assert picture.format == "PNG"
    assert picture.width > 3000


def test_paper_tells_the_notes_by_block_and_is_tagged(sheet):
    paper = pypdf.PdfReader(io.BytesIO(exports.as_pdf(sheet)))
    text = paper.pages[0].extract_text()
    assert text.index("Idea") < text.index("#strong[Lamps]") < text.index("Money")
    assert "Who pays?" in text
    assert "/StructTreeRoot" in paper.trailer["/Root"]


@pytest.mark.parametrize(("text", "most"), [("a" * 90, 3), ("one two", 1), ("a\n\nb", 3), ("", 1)])
def test_lines_are_as_wide_as_there_is_room(text, most):
    lines = wrapped(text, 300)
    assert len(lines) == most
    assert "".join(lines).replace(" ", "") == text.replace("\n", "").replace(" ", "")
