"""The sets of indicators that ship to begin from."""

import re
from pathlib import Path

import pytest

from decapolis.benchmarks import actions
from decapolis.benchmarks.actions import Terms
from decapolis.benchmarks.actions.publishing import keep_run
from decapolis.benchmarks.choices import Kind
from decapolis.benchmarks.exports import framework_jsonl
from decapolis.benchmarks.models import Criterion, Framework
from decapolis.benchmarks.queries.desk import gaps_of
from decapolis.benchmarks.queries.frameworks import EXAMPLES, examples, record_of
from decapolis.benchmarks.validators import FrameworkRecord
from decapolis.cities.models import City
from decapolis.indicators.models import Source
from decapolis.ops.loading import load_file, starter_files
from tests.factories import people

pytestmark = pytest.mark.usefixtures("starter")
FILES = sorted(EXAMPLES.glob("*.jsonl"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_an_example_is_loaded_as_any_file_and_written_again_as_it_was(path):
    for _again in range(2):
        report = load_file(path)
        assert (report.kind, report.accepted, report.rejected) == ("frameworks", 1, ())
    framework = Framework.objects.get(slug__startswith="example-")
    assert framework_jsonl(record_of(framework)) == path.read_text(encoding="utf-8")
    assert path not in starter_files()  # offered, not loaded of itself


def test_an_example_says_that_it_is_one_and_is_whole():
    for one in examples():
        assert "In the manner of" in one.about
        assert "in our own words" in one.about
        assert one.criteria > 20
        parents = {each.parent for each in one.record.criteria}
        for each in one.record.criteria:
            if each.code not in parents:
                assert each.definition.endswith("."), each.code
                assert each.unit or each.steps, each.code


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_an_index_is_built_of_the_figures_that_there_are_and_the_rest_is_named(path):
    load_file(path)
    framework = Framework.objects.get(slug__startswith="example-")
    cities = list(City.objects.filter(country="US").order_by("-population")[:12])
    terms = Terms(
        slug="census", name="Census", kind=Kind.OBSERVED, year=2023,
        source=Source.objects.get(pk="census_acs_2023"), spec={"denominate": False},
    )  # fmt: skip
    edition = actions.form_edition(
        by=people.staff(), framework=framework, terms=terms, cities=cities
    )
    run = keep_run(by=None, edition=edition)
    measured = {one["code"] for one in run.inputs["indicators"]}
    known = Criterion.objects.filter(framework=framework, code__in=measured)
    assert all(one.indicator_id for one in known)
    assert len(measured) >= 4
    assert len(run.result["units"]) == len(cities)
    leaves = Criterion.objects.filter(framework=framework, children=None).count()
    assert len(gaps_of(edition).unmeasured) == leaves - len(measured)


def test_the_file_that_the_documentation_shows_is_one():
    page = Path(__file__).resolve().parents[2] / "docs" / "reference" / "frameworks.md"
    (shown,) = re.findall(r"^```json\n(.+?)```", page.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    record = FrameworkRecord.model_validate_json(shown)
    assert FrameworkRecord.model_validate_json(framework_jsonl(record)) == record
