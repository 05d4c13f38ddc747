import json
from functools import cache

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from decapolis.indicators.bridge import table as indicators
from decapolis.initiatives.models import Initiative
from decapolis.ops import loading
from decapolis.ops.bench import (
    briefing,
    composing,
    counting,
    documenting,
    filling,
    homes,
    paging,
    peering,
    ranking,
    searching,
    sections,
    serving,
    sliding,
)
from decapolis.ops.bench.figures import Figure, Limits, ratio_table, table
from decapolis.ops.bench.questions import questions
from decapolis.ops.bench.timing import Spread, by_turns, percentile, some
from decapolis.ops.schema import EXAMPLES
from tests.factories import cities
from tests.factories.files import jsonl

positive = st.floats(0.001, 1e6)


def figure(**fields):
    values = {"section": "page", "name": "home", "size": "1 address", "unit": "ms", "value": 12.0}
    return Figure(**(values | fields))


@pytest.fixture
def _small(monkeypatch):
    """Measure little."""
    monkeypatch.setattr(paging, "OF_A_KIND", 2)
    monkeypatch.setattr(paging, "REPEATED", 2)
    monkeypatch.setattr(peering, "CITIES", 2)
    monkeypatch.setattr(briefing, "ASKED", briefing.ASKED[:1])
    monkeypatch.setattr(searching, "MOST", 3)
    # Figures do not change here. In a transaction each call would look whether they did, once for
    # every theme of a list.
    monkeypatch.setattr(indicators, "_version", cache(indicators._version))


def check(figures, section, names):
    assert [one.name for one in figures] == names
    for one in figures:
        assert one.section == section
        assert one.size
        assert one.value > 0
        assert one.p50 is None or 0 < one.p50 <= one.value
        assert one.baseline
        assert one.ratio > 0
        assert Figure.from_json(json.loads(json.dumps(one.as_json()))) == one


@given(values=st.lists(positive, min_size=1), percent=st.floats(0.1, 100))
def test_a_percentile_is_one_of_the_values_and_grows_with_the_percent(values, percent):
    found = percentile(values, percent)
    assert found in values
    assert min(values) <= found <= percentile(values, 100) == max(values)


@given(items=st.lists(st.integers(), unique=True), most=st.integers(1, 20))
def test_some_are_at_most_so_many_and_in_order(items, most):
    chosen = some(items, most)
    assert len(chosen) <= most
    assert [item for item in items if item in set(chosen)] == chosen


def test_subject_and_baseline_run_by_turns_after_a_warm_round():
    calls = []
    subject, baseline = by_turns(
        [1, 2], lambda item: calls.append(("it", item)), lambda item: calls.append(("base", item))
    )
    round_ = [("it", 1), ("base", 1), ("it", 2), ("base", 2)]
    assert calls == round_ * 2
    assert subject.n == baseline.n == 2


def test_items_that_warm_up_are_not_timed_where_so_many_are_named():
    calls = []
    subject, _baseline = by_turns([1, 2, 3], calls.append, lambda _item: None, warm=1)
    assert calls == [1, 2, 3]
    assert subject.n == 2


@given(times=st.lists(positive, min_size=1))
def test_the_median_is_not_above_the_95th_percentile(times):
    spread = Spread.of(times)
    assert spread.p50 <= spread.p95
    assert spread.n == len(times)


@given(value=positive, baseline=positive, most=positive)
def test_limits_hold_for_value_and_ratio_alike(value, baseline, most):
    one = figure(value=value, baseline_value=baseline, limits=Limits(most=most, most_ratio=2))
    assert one.met == (value < most and value / baseline <= 2)


def test_a_figure_without_limits_is_neither_met_nor_missed():
    assert figure().met is None


def test_the_table_shows_value_baseline_ratio_and_verdict():
    lines = table(
        [
            figure(
                p50=8.0, baseline="without template", baseline_value=6.0, limits=Limits(most=60)
            ),
            figure(name="find", value=71.0, limits=Limits(most=60)),
        ]
    ).splitlines()
    words = " ".join(lines[2].split())
    assert words == "page: home 1 address 8 12 ms without template: 6 2.00 < 60 met"
    assert lines[3].split() == ["page:", "find", "1", "address", "71", "ms", "<", "60", "MISSED"]


def test_the_closing_table_holds_nothing_that_depends_on_the_machine():
    lines = ratio_table(
        [
            figure(
                p50=8.0, baseline="without template", baseline_value=6.0, limits=Limits(most=60)
            ),
            figure(name="nothing beside it", value=71.0, limits=Limits(most=60)),
            figure(
                section="queries",
                unit="queries",
                value=9,
                baseline="few rows",
                baseline_value=9,
                limits=Limits(most_ratio=1),
            ),
            figure(section="starter", unit="MB", value=314),
        ]
    ).splitlines()
    assert lines[2].split() == ["page:", "home", "2.00", "without", "template"]
    assert lines[3].split()[:4] == ["queries:", "home", "9", "queries"]
    assert len(lines) == 4


def test_questions_are_the_judged_ones_of_the_repository():
    assert len(questions()) >= 120
    assert len(questions(50)) <= 50


def test_a_bench_home_hears_nothing_of_the_callers_settings(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "postgresql://nowhere/x")
    monkeypatch.setenv("EMBEDDING_URL", "http://nowhere.example")
    given = homes.environment(tmp_path)
    assert given["DECAPOLIS_HOME"] == str(tmp_path)
    assert not {"DATABASE_URL", "EMBEDDING_URL", "DECAPOLIS_TEST_FOLDER"} & set(given)


def test_a_measurement_runs_in_a_program_of_its_own(tmp_path):
    [alone] = sections.here("embedder", tmp_path)
    assert alone.unit == "MB"
    assert alone.value > 50


def test_a_program_that_fails_says_why(tmp_path):
    with pytest.raises(homes.BenchBroken, match="invalid choice"):
        sections.here("nothing", tmp_path)


def test_a_kept_home_is_found_again_and_older_ones_go(tmp_path, settings):
    settings.HOME = tmp_path
    old = tmp_path / "bench" / "starter-0000"
    old.mkdir(parents=True)
    draft = homes.fresh("starter")
    (draft / "mark").touch()
    homes.keep(draft, homes.place("starter"))
    assert homes.starter_home() == homes.place("starter")
    assert (homes.starter_home() / "mark").exists()
    assert not old.exists()
    assert not draft.exists()


@pytest.mark.usefixtures("db")
def test_loading_is_told_in_parts(tmp_path, monkeypatch):
    kinds = ("countries", "cities", "technologies", "practices")
    for kind in kinds:
        jsonl(tmp_path / f"{kind}.jsonl", EXAMPLES[kind])
    monkeypatch.setattr(loading, "STARTER", tmp_path)
    whole, records, index, memory = filling.load()
    assert whole.size == f"{len(kinds)} records"
    assert whole.value >= records.value + index.value
    assert whole.limits == Limits(most=30)
    assert memory.unit == "MB"


@pytest.mark.usefixtures("starter", "_small")
def test_searches_are_timed_beside_fts5():
    check(searching.search(), "search", ["starter library"])


@pytest.mark.usefixtures("starter", "_small")
def test_every_kind_of_page_is_timed_with_and_without_its_template():
    check(paging.pages(), "page", list(paging.kinds()))


@pytest.mark.usefixtures("starter", "_small")
def test_lists_ask_as_many_queries_for_many_rows_as_for_few():
    figures = counting.queries()
    check(figures, "queries", list(counting.few_and_many()))
    assert {one.name: one.value for one in figures if not one.met} == {}


@pytest.mark.usefixtures("starter", "_small")
def test_cities_are_compared_with_and_without_explanation():
    names = ["one city against all, all explained", "the ten nearest, explained, ranking at hand"]
    check(peering.peers(), "peers", names)


@pytest.mark.usefixtures("starter", "_small")
def test_briefs_are_timed_as_context_pdf_and_word():
    check(briefing.briefs(), "brief", ["context", "PDF", "Word"])


@pytest.mark.usefixtures("starter", "_small")
def test_documents_are_timed_and_leave_no_initiative_behind(monkeypatch):
    monkeypatch.setattr(documenting, "ROUNDS", 1)
    names = ["reading the plan and what others paid", "action plan, PDF", "action plan, Word",
             "all documents, PDF", "all documents, Word"]  # fmt: skip
    check(documenting.documents(), "documents", names)
    assert not Initiative.objects.exists()


def test_the_engine_is_timed_beside_plain_numpy(monkeypatch):
    monkeypatch.setattr(composing, "DRAWS", 20)
    monkeypatch.setattr(composing, "SIZES", ((6, 3, 2.5, 2),))
    monkeypatch.setattr(composing, "REBUILDS", 8)
    monkeypatch.setattr(composing, "TIMES", 1)
    draws, rebuilds = composing.composite()
    check([draws], "composite", ["20 draws of weights, with places and intervals"])
    check([rebuilds], "composite", ["whole rebuilds, one in each draw"])
    assert (draws.size, draws.limits.most_ratio) == ("6 cities, 3 criteria", 2.5)
    assert (rebuilds.size, rebuilds.limits.least) == ("51 countries, 49 indicators", 1000)


def test_rebuilds_are_left_out_where_the_repository_is_not_there(monkeypatch, tmp_path):
    monkeypatch.setattr(composing, "GOLDEN", tmp_path)
    assert composing._rebuilt() == []


@pytest.mark.usefixtures("db")
def test_a_ranking_of_many_cities_is_published_to_be_weighed(client, monkeypatch):
    monkeypatch.setattr(sliding, "CITIES", 4)
    monkeypatch.setattr(sliding, "CRITERIA", 2)
    for number in range(5):
        cities.city(f"Town {number}")
    assert sliding.ranked() == sliding.ranked() == []
    page = client.get(sliding.PATH).content.decode()
    assert page.count("<tr data-code=") == 4
    assert page.count("data-weight=") == 2


def test_a_moved_weight_stands_beside_a_slider_that_moves_nothing():
    moved, rested = sliding.figures_of([40.0, 60.0], [20.0, 30.0], [300.0])
    check([moved], "composite", ["a weight moved, from input to painted frame"])
    assert (moved.value, moved.ratio, moved.met) == (60, 2, True)
    assert (rested.value, rested.met) == (300, None)


def test_without_a_browser_the_slider_is_not_timed_and_that_is_said(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("CHROMIUM", str(tmp_path / "none"))
    assert sliding.slider(tmp_path) == []
    assert "The slider is not timed without a browser." in capsys.readouterr().err


def test_relevance_stands_beside_bm25_for_both_halves():
    rows = [
        ("test: plain BM25", 0.3),
        ("test: ours", 0.75),
        ("test: ours, keyword questions", 0.8),
        ("development: plain BM25", 0.25),
        ("development: ours", 0.8),
    ]
    figures = ranking.beside_bm25(rows)
    assert [(one.name, one.value, one.baseline_value, one.met) for one in figures] == [
        ("test: ours", 0.75, 0.3, True),
        ("test: ours, keyword questions", 0.8, None, None),
        ("development: ours", 0.8, 0.25, True),
    ]


def test_the_server_is_toured_from_link_to_link(served):
    assert serving.tour(served) > 20


def test_a_page_that_is_not_there_ends_the_tour_with_its_address(served):
    with pytest.raises(homes.BenchBroken, match="/nowhere cannot be fetched"):
        serving.fetch(served, "/nowhere")


def test_the_command_prints_figures_as_a_list_of_objects(capsys):
    call_command("bench", "--here", "embedder")
    [printed] = json.loads(capsys.readouterr().out)
    assert printed.keys() >= {"name", "size", "unit", "value", "p50", "baseline", "ratio", "met"}


def test_a_section_that_does_not_exist_is_refused_by_name():
    with pytest.raises(CommandError, match="nothing"):
        call_command("bench", "--only", "nothing")
