import contextlib
import csv
import io
import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict

from decapolis.kernel.records import Rejection, Row, Unreadable, read_rows, validate
from tests.factories.files import sheet

QUIET = settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
names = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=8)
words = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="[{"), min_size=1, max_size=30
).filter(str.strip)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=8,
)


@QUIET
@given(records=st.lists(st.dictionaries(names, values, max_size=4), max_size=6))
def test_json_lines_come_back_as_they_were_written(tmp_path, records):
    path = tmp_path / "x.jsonl"
    path.write_text("".join(json.dumps(record) + "\n\n" for record in records), encoding="utf-8")
    rows = list(read_rows(path))
    for number, (row, record) in enumerate(zip(rows, records, strict=True)):
        assert row.line == 2 * number + 1
        text = "".join(map(str, _texts(record)))
        if "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
            assert isinstance(row, Rejection)
        else:
            assert row.values == record


def _texts(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from value
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


@QUIET
@given(
    header=st.lists(names, min_size=1, max_size=4, unique=True),
    cells=st.lists(st.lists(words, min_size=1, max_size=4), max_size=5),
)
def test_csv_and_xlsx_give_the_same_rows(tmp_path, header, cells):
    table = [row[: len(header)] for row in cells]
    text = io.StringIO()
    csv.writer(text).writerows([header, *table])
    (tmp_path / "x.csv").write_text(text.getvalue(), encoding="utf-8")
    # a leading = or # would be a formula or an error there, which another test is about
    quoted = [[cell if cell[0] not in "=#" else f" {cell}" for cell in row] for row in table]
    sheet(tmp_path / "x.xlsx", header, *quoted)
    from_csv = [row.values for row in read_rows(tmp_path / "x.csv")]
    from_xlsx = [row.values for row in read_rows(tmp_path / "x.xlsx")]
    assert from_csv == [
        {name: cell.strip() for name, cell in zip(header, row, strict=False)} for row in table
    ]
    assert [_numbers_aside(row) for row in from_xlsx] == [_numbers_aside(row) for row in from_csv]


def _numbers_aside(row):
    return {name: value for name, value in row.items() if not value[0].isdigit()}


@QUIET
@given(content=st.binary(max_size=300), ending=st.sampled_from(["csv", "jsonl", "xlsx"]))
def test_any_bytes_are_rows_rejections_or_an_unreadable_file(tmp_path, content, ending):
    path = tmp_path / f"x.{ending}"
    path.write_bytes(content)
    with contextlib.suppress(Unreadable):
        rows = list(read_rows(path))
        assert all(isinstance(row, Row | Rejection) for row in rows)
        json.dumps([str(row) for row in rows], ensure_ascii=False).encode()


def test_dotted_columns_fill_parts_and_brackets_are_json(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text(
        'a,cost.amount,cost.per.unit,list\n1,5,lamp,"[{""b"": 1}]"\n,,,\n2,,,[not json\n', "utf-8"
    )
    assert list(read_rows(path)) == [
        Row(2, {"a": "1", "cost": {"amount": "5", "per": {"unit": "lamp"}}, "list": [{"b": 1}]}),
        Row(4, {"a": "2", "list": "[not json"}),
    ]


class Lamp(BaseModel):
    model_config = ConfigDict(extra="forbid")
    height: int
    colour: str = ""


@given(height=values, colour=values)
def test_every_fault_has_a_field_and_a_short_sentence(height, colour):
    checked = validate(Row(7, {"height": height, "colour": colour}), Lamp)
    if isinstance(checked, list):
        assert {fault.field for fault in checked} <= {"height", "colour"}
        assert all(fault.line == 7 and fault.reason.endswith(".") for fault in checked)
        assert all(len(fault.reason) < 250 for fault in checked)


def test_what_is_missing_or_unknown_is_told_in_plain_words():
    assert validate(Row(3, {"heigth": 4}), Lamp) == [
        Rejection(3, "height", "This field is missing. Give it a value."),
        Rejection(3, "heigth", "The schema has no such field. Leave it out, or correct its name."),
    ]
