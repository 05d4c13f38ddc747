import csv
import io
import json

import pytest

from decapolis.benchmarks import exports
from decapolis.benchmarks.actions import Spreadsheet, publish, take_in_spreadsheet
from decapolis.benchmarks.actions.publishing import keep_run
from decapolis.benchmarks.bridge.building import built_of, spec_of
from decapolis.benchmarks.bridge.tables import from_json, read_given, table_of_given
from decapolis.benchmarks.models import Edition, Entrant, Run
from tests.benchmarks.test_index_command import DATA, META
from tests.factories import benchmarks, people

pytestmark = pytest.mark.django_db


@pytest.fixture
def example():
    """Return COINr's example, published, and its run."""
    staff = people.staff()
    given = Spreadsheet(DATA, "Connectivity", META)
    edition = take_in_spreadsheet(by=staff, given=given).edition
    return Edition.objects.select_related("framework", "source").get(), publish(
        by=staff, edition=edition
    )


def test_data_and_columns_that_were_downloaded_make_the_same_index(tmp_path, example):
    _edition, run = example
    (tmp_path / "data.csv").write_text(exports.data_csv(run), encoding="utf-8")
    (tmp_path / "meta.csv").write_text(exports.columns_csv(run), encoding="utf-8")
    given = read_given(tmp_path / "data.csv", tmp_path / "meta.csv")
    made = built_of(table_of_given(given, name="meta.csv"), spec_of(run.spec))
    assert made.places.tolist() == run.result["ranks"]
    assert made.table.digest() == from_json(run.inputs).digest()


def test_a_workbook_that_was_downloaded_can_be_handed_in_again(tmp_path, example):
    edition, run = example
    path = tmp_path / "whole.xlsx"
    path.write_bytes(exports.workbook(edition, run))
    staff = people.staff()
    again = take_in_spreadsheet(by=staff, given=Spreadsheet(path, "Again"))
    assert publish(by=staff, edition=again.edition).result["ranks"] == run.result["ranks"]


def test_results_are_a_row_for_each_city_best_first_and_json_holds_all(example):
    edition, run = example
    rows = list(csv.DictReader(io.StringIO(exports.results_csv(edition, run))))
    assert [rows[0][name] for name in ("rank", "uCode", "uName")] == ["1", "CHE", "Switzerland"]
    assert [int(row["rank"]) for row in rows] == list(range(1, 52))
    assert all(int(row["low"]) <= int(row["high"]) for row in rows)
    whole = json.loads(exports.whole_json(edition, run))
    assert whole["recipe"]["spec"] == run.spec
    assert whole["recipe"]["digest"] == run.digest
    assert whole["result"]["ranks"] == run.result["ranks"]


def test_no_cell_is_a_formula():
    edition = benchmarks.published()
    Entrant.objects.filter(name="Dayton").update(name="=HYPERLINK(1)", code="@x")
    Run.objects.all().delete()
    run = keep_run(by=None, edition=edition)
    texts = [exports.results_csv(edition, run), exports.data_csv(run), exports.columns_csv(run)]
    cells = [cell for text in texts for row in csv.reader(io.StringIO(text)) for cell in row]
    assert "'=HYPERLINK(1)" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "@"))]
