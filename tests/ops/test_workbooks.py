import time

import pytest

from decapolis.kernel.records import Unreadable
from decapolis.ops.loading import load_file
from tests.factories.files import repack, sheet
from tests.ops.held import faults

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_examples")]


def test_a_formula_counts_by_its_saved_result_alone(tmp_path):
    path = sheet(tmp_path / "city-identifiers.xlsx", ["city_id", "wikidata_id"], [4509884, '="Q1"'])
    [(line, field, reason)] = faults(path)
    assert (line, field) == (2, "wikidata_id")
    assert "formula without a saved result" in reason


def test_a_cell_that_shows_an_error_is_refused(tmp_path):
    path = sheet(tmp_path / "city-identifiers.xlsx", ["city_id", "wikidata_id"], [4509884, "#REF!"])
    assert faults(path) == [(2, "wikidata_id", "This cell shows the error #REF!. Mend it.")]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not a zip", b"slug,title\na,b\n"])
def test_a_workbook_that_is_none_is_refused(tmp_path, content):
    path = tmp_path / "documents.xlsx"
    path.write_bytes(content)
    with pytest.raises(Unreadable, match="not a readable XLSX workbook"):
        load_file(path)


def test_a_workbook_that_unpacks_without_end_is_refused_at_once(tmp_path):
    path = sheet(tmp_path / "documents.xlsx", ["slug"], ["a"])
    repack(path, "xl/worksheets/sheet1.xml", bytes(250_000_000))
    assert path.stat().st_size < 2_000_000
    began = time.monotonic()
    with pytest.raises(Unreadable, match="unpacks to over 200 MB"):
        load_file(path)
    assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    "part",
    [
        (
            '<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">'
            '<!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;">'
            '<!ENTITY f "&e;&e;&e;&e;&e;&e;&e;&e;"><!ENTITY g "&f;&f;&f;&f;&f;&f;&f;&f;">'
            '<!ENTITY h "&g;&g;&g;&g;&g;&g;&g;&g;"><!ENTITY i "&h;&h;&h;&h;&h;&h;&h;&h;">]>'
            "<worksheet><sheetData>&i;</sheetData></worksheet>"
        ),
        "<worksheet><sheetData><row>",
        "not xml",
    ],
    ids=["entities", "cut off", "words"],
)
def test_a_workbook_with_a_broken_sheet_is_refused(tmp_path, part):
    path = sheet(tmp_path / "documents.xlsx", ["slug"], ["a"])
    repack(path, "xl/worksheets/sheet1.xml", part)
    with pytest.raises(Unreadable):
        load_file(path)


def test_a_sheet_that_claims_a_million_rows_takes_no_longer(tmp_path):
    path = sheet(tmp_path / "city-identifiers.xlsx", ["city_id", "wikidata_id"], [4509884, "Q1"])
    text = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<dimension ref="A1:XFD1048576"/><sheetData>'
        '<row r="1"><c r="A1" t="inlineStr"><is><t>city_id</t></is></c></row>'
        '<row r="2"><c r="A2"><v>4509884</v></c></row></sheetData></worksheet>'
    )
    repack(path, "xl/worksheets/sheet1.xml", text)
    assert load_file(path).accepted == 1
