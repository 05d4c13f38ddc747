import json
import math
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decapolis.audit.models import AuditEntry
from decapolis.benchmarks.actions import (
    Spreadsheet,
    load_framework,
    publish,
    put_editions,
    put_frameworks,
    take_in_spreadsheet,
)
from decapolis.benchmarks.choices import Kind, State
from decapolis.benchmarks.errors import NameTaken, NotBuilt, RecordRefused, TableFaulty, TooLarge
from decapolis.benchmarks.models import Criterion, Edition, Entrant, Framework, Mark, Proof, Run
from decapolis.benchmarks.queries.editions import run_to_read
from decapolis.benchmarks.queries.frameworks import criteria_of
from decapolis.benchmarks.queries.ranking import ranking
from decapolis.benchmarks.validators import (
    EditionRecord,
    FrameworkRecord,
    read_data,
    read_sheet,
)
from decapolis.kernel.permissions import Forbidden, Visibility
from decapolis.kernel.records import Unreadable
from tests.benchmarks.test_index_command import DATA, META
from tests.factories import benchmarks, cities, people
from tests.factories.files import sheet
from tests.factories.indicators import observation

pytestmark = pytest.mark.django_db
ROWS = (
    ["uCode", "uName", "country", "Parks", "Noise"],
    ["d", "Dayton", "US", 12.5, 60],
    ["t", "Toledo", "us", 8, 55],
    ["x", "Atlantis", "US", 3, None],
)
COLUMNS = (
    ["iCode", "iName", "Type", "Level", "Parent", "Direction", "Weight", "Unit"],
    ["Parks", "Parks for all", "Indicator", 1, "Green", 1, 2, "m²"],
    ["Noise", None, "Indicator", 1, "Green", -1, 1, "dB"],
    ["Green", "Green city", "Aggregate", 2, "All", None, None, None],
    ["All", None, "Aggregate", 3, None, None, None, None],
)
FRAMEWORK = {
    "slug": "tiny",
    "name": "Tiny",
    "criteria": [
        {"code": "air", "name": "Air"},
        {"code": "dust", "name": "Dust", "parent": "air", "direction": -1, "low": 0, "high": 4,
         "steps": [{"score": 4, "meaning": "Dust everywhere."}]},
        {"code": "smoke", "name": "Smoke", "parent": "air", "weight": 3},
    ],
}  # fmt: skip


@pytest.fixture
def staff():
    return people.staff()


def book(path, *sheets):
    """Write a workbook of several sheets: title and rows."""
    import openpyxl  # noqa: PLC0415 -- slow import

    made = openpyxl.Workbook()
    made.remove(made.active)
    for title, rows in sheets:
        page = made.create_sheet(title)
        for row in rows:
            page.append(row)
    made.save(path)
    return path


def nothing_written():
    kept = (Framework, Criterion, Edition, Entrant, Mark, Proof, AuditEntry)
    return not any(model.objects.exists() for model in kept)


# -- spreadsheets


def test_a_table_in_everyday_words_needs_no_codes(staff, tmp_path):
    cities.city("Dayton", iso2="US")
    rows = (["City", "Country", "Parks"], ["Dayton", "US", 12.5], ["Atlantis", "US", 8])
    taken = take_in_spreadsheet(
        by=staff, given=Spreadsheet(data=sheet(tmp_path / "own.xlsx", *rows), name="Own")
    )
    assert [(one.code, one.name) for one in taken.edition.entrants.order_by("pk")] == [
        ("dayton", "Dayton"), ("atlantis", "Atlantis"),
    ]  # fmt: skip
    assert taken.strangers == ("Atlantis",)
    assert taken.ignored == ()


def test_a_workbook_becomes_a_framework_and_a_draft_with_a_cell_as_proof_of_each_mark(
    tmp_path, staff
):
    dayton, toledo = cities.city("Dayton"), cities.city("Toledo")
    path = book(tmp_path / "x.xlsx", ("Values", ROWS), ("Meta", COLUMNS))
    told = take_in_spreadsheet(
        by=staff, given=Spreadsheet(path, "Green cities", shown_as="green.xlsx", year=2026)
    )
    assert (told.ignored, told.strangers) == ((), ("Atlantis",))  # by its country a city is found
    edition = Edition.objects.get()
    assert (edition.kind, edition.state, edition.slug, edition.visibility) == (
        Kind.UPLOADED, State.DRAFT, "2026", Visibility.NETWORK,
    )  # fmt: skip
    assert list(Entrant.objects.order_by("pk").values_list("code", "city")) == [
        ("d", dayton.pk), ("t", toledo.pk), ("x", None),
    ]  # fmt: skip
    criteria = criteria_of(Framework.objects.get(slug="green-cities"))
    assert [(one.code, one.parent, one.depth, one.direction) for one in criteria] == [
        ("Green", "", 0, 1), ("Parks", "Green", 1, 1), ("Noise", "Green", 1, -1),
    ]  # fmt: skip
    assert criteria[1].share_of_all == pytest.approx(2 / 3)
    mark = Mark.objects.get(entrant__code="d", criterion__code="Parks")
    assert (mark.value, mark.proofs.get().file) == (12.5, "green.xlsx, D2")
    assert Mark.objects.count() == 5
    run = publish(by=staff, edition=edition)
    assert [one.rank for one in ranking(edition, run).places] == [1, 2, 3]
    assert run_to_read(edition, reader=None) is None


def test_a_table_without_description_takes_every_number_for_an_indicator(tmp_path, staff):
    told = take_in_spreadsheet(by=staff, given=Spreadsheet(sheet(tmp_path / "x.xlsx", *ROWS), "X"))
    criteria = criteria_of(told.edition.framework)
    assert [(one.code, one.share) for one in criteria] == [("Parks", 0.5), ("Noise", 0.5)]
    again = take_in_spreadsheet(by=staff, given=Spreadsheet(tmp_path / "x.xlsx", "X"))
    assert again.edition.framework.slug == "x-2"


def test_the_example_of_coinr_is_published_with_its_groups_and_sizes(staff):
    given = Spreadsheet(DATA, "Connectivity", META)
    edition = take_in_spreadsheet(by=staff, given=given).edition
    austria = Entrant.objects.get(code="AUT")
    assert austria.groups["EurAsia_group"] == "Europe"
    assert austria.sizes["Population"] == 8735.453
    run = publish(by=staff, edition=edition)
    result = run.result
    assert len(result["codes"]) == 60
    assert sorted(result["ranks"]) == list(range(1, 52))
    assert len(result["imputed"]) > 60
    assert run.draws == 5000


@pytest.mark.parametrize(
    ("cell", "place"),
    [("many", "Line 3, column Parks"), ("1,5", "Write 1.5 with a point"), ("#REF!", "not a num")],
)
def test_a_cell_that_will_not_do_is_named_and_nothing_is_written(tmp_path, staff, cell, place):
    rows = [list(row) for row in ROWS]
    rows[2][3] = cell
    path = book(tmp_path / "x.xlsx", ("Values", rows), ("meta", COLUMNS))
    with pytest.raises(TableFaulty, match=place) as told:
        take_in_spreadsheet(by=staff, given=Spreadsheet(path, "Green"))
    assert [(fault.line, fault.field) for fault in told.value.rejections] == [(3, "Parks")]
    assert nothing_written()


def test_what_cannot_be_an_index_is_refused_before_it_is_written(tmp_path, staff):
    rows = [list(row) for row in ROWS]
    for row in rows[1:]:
        row[3] = 1  # constant
    for path, name, error in [
        (sheet(tmp_path / "a.xlsx", *rows), "Green", NotBuilt),
        (sheet(tmp_path / "b.xlsx", *ROWS), " ", RecordRefused),
        (sheet(tmp_path / "c.xlsx", ["uCode", "Text"], ["a", "b"]), "Green", Unreadable),
        (tmp_path / "none.xlsx", "Green", Unreadable),
    ]:
        with pytest.raises(error):
            take_in_spreadsheet(by=staff, given=Spreadsheet(path, name))
    (tmp_path / "d.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    with pytest.raises(Unreadable):
        take_in_spreadsheet(by=staff, given=Spreadsheet(tmp_path / "d.xlsx", "Green"))
    with pytest.raises(Forbidden):
        take_in_spreadsheet(by=people.person(), given=Spreadsheet(tmp_path / "b.xlsx", "Green"))
    assert nothing_written()


def test_a_formula_needs_its_saved_result(tmp_path, staff):
    rows = [list(row) for row in ROWS]
    rows[1][3] = "=6+6.5"
    with pytest.raises(TableFaulty, match="formula without a saved result"):
        take_in_spreadsheet(by=staff, given=Spreadsheet(sheet(tmp_path / "x.xlsx", *rows), "X"))
    assert nothing_written()


def test_a_table_that_is_too_large_to_be_drawn_is_refused_at_once(tmp_path, staff):
    lines = ["uCode,x", *(f"u{at},{at}" for at in range(2_001))]
    (tmp_path / "x.csv").write_text("\n".join(lines))
    with pytest.raises(TooLarge, match="2,001 cities"):
        take_in_spreadsheet(by=staff, given=Spreadsheet(tmp_path / "x.csv", "X"))
    assert nothing_written()


@settings(max_examples=100)
@given(
    text=st.text('uCode,;\t\n\r"xyz01.-e=\u202eé\0 ', max_size=200)
    | st.builds("uCode,x\n{}".format, st.text(max_size=60)),
    raw=st.none() | st.binary(max_size=80),
)
def test_any_file_is_read_or_refused_in_words(text, raw):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "any.csv"
        path.write_bytes(raw if raw is not None else text.encode("utf-8", "replace"))
        try:
            units = read_data(read_sheet(path)).units
        except (Unreadable, TableFaulty):
            return  # in words; all else would be a fault of ours
        for unit in units:
            assert unit.code
            assert all(math.isfinite(value) for value in unit.values.values())


# -- frameworks of a file


def test_staff_load_a_framework_of_json(staff):
    made = load_framework(by=staff, record=json.loads(json.dumps(FRAMEWORK)))
    criteria = criteria_of(made)
    assert [(one.code, one.depth, one.is_leaf) for one in criteria] == [
        ("air", 0, False), ("dust", 1, True), ("smoke", 1, True),
    ]  # fmt: skip
    assert criteria[1].steps[0].meaning == "Dust everywhere."
    assert AuditEntry.objects.get().act == "benchmarks.framework_loaded"
    with pytest.raises(NameTaken):
        load_framework(by=staff, record=FRAMEWORK)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"criteria": []}, "criteria"),
        ({"criteria": [{"code": "a", "name": "A", "parent": "b"}]}, "no criterion b"),
        ({"criteria": [{"code": "a", "name": "A"}] * 2}, "stands twice"),
        ({"criteria": [{"code": "a", "name": "A", "parent": "a"}]}, "part of itself"),
        ({"criteria": [{"code": "a", "name": "A", "low": 4, "high": 1}]}, "low must be below"),
        ({"criteria": [{"code": "a", "name": "A", "indicator": "none"}]}, "no indicator 'none'"),
        ({"criteria": [{"code": "a", "name": "A", "weight": -1}]}, "weight"),
        ({"slug": "Not A Slug"}, "slug"),
        ({"colour": "red"}, "no such field"),
    ],
)
def test_a_framework_that_does_not_hold_together_is_refused(staff, change, said):
    with pytest.raises(RecordRefused, match=said):
        load_framework(by=staff, record=FRAMEWORK | change)
    for record in ([], "x", None):
        with pytest.raises(RecordRefused):
            load_framework(by=staff, record=record)
    with pytest.raises(Forbidden):
        load_framework(by=people.person(), record=FRAMEWORK)
    assert nothing_written()


def test_a_criterion_with_marks_cannot_be_left_out_of_a_framework():
    edition = benchmarks.published(benchmarks.framework("dust", slug="tiny"))
    record = FrameworkRecord.model_validate(
        FRAMEWORK | {"criteria": [{"code": "other", "name": "Other"}]}
    )
    (fault,) = put_frameworks(by=None, records=[(7, record)])
    assert (fault.line, fault.field) == (7, "criteria")
    assert edition.framework.slug == "tiny"


def test_an_edition_of_observations_follows_them_and_the_run_is_kept_where_nothing_changed():
    framework = benchmarks.framework("x", slug="tiny")
    seen = [observation(cities.city(name), "air", at) for at, name in enumerate(["A", "B"], 1)]
    Criterion.objects.update(indicator="air")
    record = EditionRecord.model_validate(
        {"framework": "tiny", "slug": "one", "name": "One", "source": "census", "year": 2023,
         "spec": benchmarks.PLAIN}
    )  # fmt: skip
    for _again in range(2):
        assert put_editions(by=None, records=[(1, record)]) == []
    assert Run.objects.get().result["scores"] == [1, 2]
    seen[0].value = 3
    seen[0].save()
    put_editions(by=None, records=[(1, record)])
    assert Run.objects.current().get().result["scores"] == [3, 2]
    assert (Run.objects.count(), Edition.objects.get().state) == (2, State.PUBLISHED)
    assert framework.editions.count() == 1


def test_editions_that_cannot_be_made_are_told_with_their_line():
    benchmarks.framework("x", slug="tiny")
    plain = {"framework": "tiny", "slug": "one", "name": "One", "source": "census"}
    cities.source()
    for change, field in [
        ({}, "source"), ({"framework": "none"}, "framework"), ({"source": "none"}, "source"),
        ({"spec": {"impute": "guess"}}, "spec"),
    ]:  # fmt: skip
        record = EditionRecord.model_validate(plain | change)
        (fault,) = put_editions(by=None, records=[(3, record)])
        assert (fault.line, fault.field) == (3, field)
    assert not Edition.objects.exists()
