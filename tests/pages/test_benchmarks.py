"""The pages of rankings: the list, one re-weighed, a city in it, several compared, its method."""

import csv
import io
import json
import re
from itertools import product
from urllib.parse import quote

import openpyxl
import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from decapolis.benchmarks.bridge.weighing import reweighed
from decapolis.benchmarks.choices import ReplyState, State
from decapolis.benchmarks.models import Proof, Run
from tests.factories import benchmarks, cities, library, people

TEN = "/rankings/ten-tools/2020-21"
COLUMBUS, SINGAPORE, LONDON, DAYTON = 4509177, 1880252, 2643743, 4509884
HOSTILE = ["", "-1", "9" * 5000, "1e9", "<script>alert(1)</script>", "a\x00b", "\udcff", "Αθήνα"]


def text_of(response):
    return " ".join(response.content.decode().split())


def address(edition, *more):
    return "/".join([f"/rankings/{edition.framework.slug}/{edition.slug}", *map(str, more)])


def encoded(value):
    return quote(value.encode("utf-8", "surrogateescape"), safe="")


def rows_of(page):
    """Return code, place and exact score of the rows of the plot."""
    found = re.findall(
        r'<tr data-code="([^"]*)"(?: data-score="([^"]*)")?[^>]*><td class="r-place">(\d*)', page
    )
    return [(code, int(place), score) for code, score, place in found]


def queries_of(client, path):
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


@pytest.fixture
def home(client):
    client.cookies["city"] = str(DAYTON)
    return client


def test_the_list_says_how_firm_each_order_is(client, starter):
    page = text_of(client.get("/rankings"))
    assert "2 rankings, each place with the range" in page
    assert '<a href="/rankings/ten-tools/2020-21">2020/21</a>' in page
    assert (
        "Singapore is first in 89% of all weightings; the city in the middle could have any of "
        "13 places, of 31." in page
    )
    assert "31 cities" in page
    assert "Vision, Leadership, Budget" in page
    assert 'href="/rankings" aria-current="true">Rankings</a>' in page


def test_the_list_begins_empty(client, db):
    assert "No ranking is published yet." in text_of(client.get("/rankings"))


def test_the_list_shows_what_a_reader_may_see_and_is_made(client, db):
    seen = benchmarks.published(name="Seen edition")
    benchmarks.published(name="Closed edition", visibility="network")
    benchmarks.edition(name="Draft edition")
    page = text_of(client.get("/rankings"))
    assert "Seen edition" in page
    assert "Closed edition" not in page
    assert "Draft edition" not in page
    seen.state, seen.why_withdrawn = State.WITHDRAWN, "Two cities were mixed up."
    seen.save()
    assert ">Withdrawn</span>" in text_of(client.get("/rankings"))
    assert "Two cities were mixed up." in text_of(client.get(address(seen)))
    client.force_login(people.person(is_member=True))
    assert "Closed edition" in text_of(client.get("/rankings"))


def test_a_ranking_opens_with_what_its_run_says(home, starter):
    page = text_of(home.get(TEN))
    assert (
        "Singapore comes first under <b>89% of 5,000 ways to weigh the 10 criteria</b>. Below 3rd "
        "place no city beats the next one in more than 74% of them: read the groups, not the ranks."
        in page
    )
    assert "Group 1. By itself" in page
    assert "Group 2. Places 2 to 3, not to be told apart from 2nd" in page
    assert [place for _code, place, _score in rows_of(page)] == list(range(1, 32))
    assert "of the 31 of 50 cities whose rows are held" in page
    assert "What this ranking cannot tell you" in page
    assert 'href="/rankings/ten-tools/2020-21/files/workbook.xlsx"' in page


def test_the_city_nearest_to_the_readers_is_marked_where_theirs_takes_no_part(home, starter):
    page = text_of(home.get(TEN))
    assert f'data-mine="{COLUMBUS}"' in page
    assert "Dayton is not in this ranking. Of those that are, Columbus is most like it." in page
    assert "Columbus: 11th, or anywhere from 4th to 17th" in page
    assert '<option value="peers">Nearest to Dayton (10)</option>' in page


def test_the_readers_own_city_is_marked(client, starter):
    client.cookies["city"] = str(LONDON)
    page = text_of(client.get(TEN))
    assert f'data-mine="{LONDON}"' in page
    assert "is not in this ranking" not in page


@pytest.mark.parametrize(
    ("query", "weights", "off", "among"),
    [
        ("w-vision=300", {"vision": 3.0}, (), None),
        ("w-vision=300&w-budget=0&off=leadership", {"vision": 3.0, "budget": 0}, ["leadership"],
         None),
        ("off=track-record&off=budget", {}, ["track-record", "budget"], None),
        ("w-vision=5&among=region:Europe", {"vision": 0.05}, (), "Europe"),
    ],
)  # fmt: skip
def test_a_form_without_scripts_weighs_as_the_engine_does(
    client, starter, query, weights, off, among
):
    run = Run.objects.get(edition__slug="2020-21")
    some = None
    if among:
        rows = run.edition.entrants.filter(city__country__region=among)
        some = set(rows.values_list("code", flat=True))
    wanted = reweighed(run, weights=weights or None, off=off, among=some)
    page = text_of(client.get(f"{TEN}?{query}"))
    found = {code: (place, score) for code, place, score in rows_of(page)}
    assert {code: place for code, (place, _score) in found.items()} == {
        one.code: one.rank for one in wanted
    }
    for one in wanted:
        assert float(found[one.code][1]) == pytest.approx(one.score, rel=1e-12)
        span = str(one.low) if one.low == one.high else f"{one.low}\N{EN DASH}{one.high}"
        row = page[page.index(f'data-code="{one.code}"') :]
        assert f'r-span">{span}</td>' in row[: row.index("</tr>")]
    assert "around yours (5% to 95%)" in page
    assert "With your weights" in page


def test_a_form_sends_what_is_left_on(client, starter):
    sent = client.get(f"{TEN}?weighed=1&on=vision&on=budget&w-vision=100")
    linked = client.get(TEN + "?" + "&".join(
        f"off={code}" for code in ("leadership", "financial-incentives", "support-programmes",
                                   "talent-readiness", "people-centricity", "innovation-ecosystem",
                                   "smart-policies", "track-record")))  # fmt: skip
    assert rows_of(text_of(sent)) == rows_of(text_of(linked)) != []
    assert 'data-of="weight-1">50%</span>' in text_of(sent)


def test_where_nothing_counts_the_page_says_so_and_shows_the_ranking(client, starter):
    response = client.get(f"{TEN}?weighed=1")
    assert response.status_code == 422
    page = text_of(response)
    assert "Nothing is left that counts. Leave at least one criterion on." in page
    assert len(rows_of(page)) == 31


def test_a_group_is_ranked_by_itself_with_its_own_intervals(client, starter):
    page = text_of(client.get(f"{TEN}?among=region:Oceania"))
    assert [place for _code, place, _score in rows_of(page)] == [1, 2, 3, 4]
    assert '<option value="region:Oceania" selected>Oceania (4)</option>' in page


def test_an_address_that_means_nothing_shows_the_ranking(client, starter):
    for name, value in product(("w-vision", "off", "among", "w-"), HOSTILE):
        response = client.get(f"{TEN}?{name}={encoded(value)}")
        assert response.status_code == 200, (name, value)
        assert b"<script>alert" not in response.content


def test_the_script_gets_its_data_from_a_block_that_is_no_script(client, starter):
    page = client.get(TEN).content.decode()
    told = re.search(r'<script id="ranking-data" type="application/json">(.*?)</script>', page)
    data = json.loads(told[1])
    run = Run.objects.get(edition__slug="2020-21")
    assert data["units"] == run.result["units"]
    assert data["groups"][""]["rank"] == sorted(run.result["ranks"])
    assert data["scale"] == 10


def test_a_large_ranking_is_weighed_by_the_server(client, db, monkeypatch):
    monkeypatch.setattr("decapolis.pages.benchmarks.contexts.ranking.MOST_NUMBERS", 1)
    edition = benchmarks.published()
    page = text_of(client.get(address(edition)))
    assert "ranking-data" not in page
    part = client.get(address(edition) + "?w-a=0", headers={"HX-Request": "true"})
    assert part.content.decode().lstrip().startswith('<div id="plot"')


def test_pillars_have_sliders_and_their_criteria_ticks(client, db):
    framework = benchmarks.framework("plain")
    pillar = benchmarks.criterion(framework, "pillar", name="A pillar")
    for code in ("one", "two"):
        benchmarks.criterion(framework, code, name=f"Part {code}", parent=pillar)
    edition = benchmarks.published(framework)
    page = text_of(client.get(address(edition)))
    assert 'data-weight="pillar"' in page
    assert 'data-weight="one"' not in page
    assert 'name="on" value="one" checked> Part one' in page
    off = text_of(client.get(address(edition) + "?off=one&off=two"))
    assert "With your weights Dayton comes first." in off
    assert 'data-of="weight-2">0%</span>' in off


def test_an_edition_without_an_index_says_where_it_stands(client, db):
    edition = benchmarks.edition(state=State.DRAFT)
    assert client.get(address(edition)).status_code == 404
    client.force_login(people.person(is_staff=True))
    assert "has no index yet" in text_of(client.get(address(edition)))
    for more in ("method", "compare", "files/data.csv"):
        assert client.get(address(edition, more)).status_code == 404


def test_a_city_is_told_with_its_interval_what_would_lift_it_and_its_past(home, starter):
    page = text_of(home.get(f"{TEN}/{COLUMBUS}"))
    for words in (
        "<h1>Columbus: 11th, or anywhere from 4th to 17th</h1>",
        "31.0 in all, 11th of 31.",
        "In 90% of 5,000 weightings it stands between 4th and 17th place; it is first in under 1%.",
        "It gains when budget, vision and financial incentives count for more, and loses when",
        "talent-readiness, track record and people-centricity do.",
        "1st of 31, with 5 others",
        "From 3.0 to 4.0: the total would be 32.0, 5th instead of 11th, if no other city moved.",
        "What it takes",
        ">Shanghai</a>",
        "What each rests on was not published with them.",
        "It went from 25th in 2018/19 to 11th",
        '<a href="/rankings/ten-tools/2018-19/4509177">2018/19</a>',
    ):
        assert words in page, words


def test_a_city_that_takes_no_part_is_not_found(client, starter):
    for code in (DAYTON, "nobody", quote("=1+1")):
        response = client.get(f"{TEN}/{code}")
        assert response.status_code == 404
        assert "It takes no part in this edition." in text_of(response)


def test_a_score_is_told_with_its_proof_and_the_reply_of_the_city(client, db):
    edition = benchmarks.published()
    dayton = benchmarks.entrant(edition)
    mark = dayton.marks.get(criterion__code="a")
    mark.note = "The plan names dates."
    mark.save()
    Proof.objects.create(mark=mark, document=library.document(title="The plan"), page="12")
    Proof.objects.create(mark=mark, document=library.document(title="Hidden", visibility="staff"))
    benchmarks.reply(dayton, text="We have more.", state=ReplyState.DISMISSED, answer="Read it.")
    page = text_of(client.get(address(edition, dayton.code)))
    for words in (
        "The plan names dates.", "The plan, page 12</a>", "We have more.",
        "It holds 4 to be right.", "Not upheld", "Read it.",
    ):  # fmt: skip
        assert words in page, words
    assert "Hidden" not in page


def test_the_page_of_a_city_leads_to_the_rankings_that_it_is_in(client, starter):
    page = text_of(client.get(f"/cities/{COLUMBUS}-columbus"))
    assert f'href="{TEN}/{COLUMBUS}"' in page
    assert "11th, or anywhere from 4th to 17th of 31" in page
    assert TEN not in text_of(client.get(f"/cities/{DAYTON}-dayton"))


def test_cities_are_compared_and_the_best_is_marked(client, starter):
    path = f"{TEN}/compare?city={COLUMBUS}&city={SINGAPORE}&city={LONDON}"
    page = text_of(client.get(path))
    assert "<h1>Columbus, Singapore and London</h1>" in page
    assert "Columbus leads alone on 1, Singapore leads alone on 5 and London" in page
    assert 'data-l="Singapore" class="is-best"><b>35.8</b> <span class="best">best</span>' in page
    assert "over 99%" in page


@pytest.mark.parametrize(
    "chosen", [[COLUMBUS], [DAYTON, COLUMBUS], ["1", "2"], [COLUMBUS, COLUMBUS], range(8)]
)
def test_too_few_or_too_many_cities_are_asked_for_again(client, starter, chosen):
    if chosen == range(8):
        chosen = Run.objects.get(edition__slug="2020-21").result["units"][:8]
    query = "&".join(f"city={code}" for code in chosen)
    response = client.get(f"{TEN}/compare?{query}")
    assert response.status_code == 422
    assert "Choose from two to six cities of this edition." in text_of(response)


def test_the_choice_of_cities_stands_alone_at_first(client, starter):
    page = text_of(client.get(f"{TEN}/compare"))
    assert "<h1>Compare cities</h1>" in page
    assert page.count('type="checkbox" name="city"') == 31


def test_the_method_is_told_in_words_and_formulas(client, starter):
    page = text_of(client.get(f"{TEN}/method"))
    run = Run.objects.get(edition__slug="2020-21")
    for words in (
        "Σ w x / Σ w", "No city was left out.", "No value was filled in.", "No value was changed.",
        "alpha is 0.39", "Without Talent-readiness a city moves 2.3 places in the mean",
        "Saltelli 2010", run.digest, str(run.seed), "composite 1", "Correlations of all pairs",
        "A group ends where a city is below its first in more than 90% of the draws.",
    ):  # fmt: skip
        assert words in page, words


def test_the_method_of_an_assessment_says_how_far_its_reviewers_agreed(client, db):
    edition = benchmarks.published()
    Run.objects.update(agreement={
        "twice": 20, "same": 15, "interval": {"alpha": 0.81234, "low": 0.7, "high": 0.9},
        "ordinal": {"alpha": None, "why": "x"},
    })  # fmt: skip
    page = text_of(client.get(address(edition, "method")))
    assert "20 scores were given twice; in 15 of them both reviewers gave the same." in page
    assert "alpha by distance is 0.81 (95% interval 0.70 to 0.90)" in page


def test_the_method_lists_what_was_filled_in_and_changed(client, db):
    edition = benchmarks.published()
    run = edition.runs.get()
    dayton = run.result["units"][0]
    run.result["imputed"] = [[dayton, "a", 2.5]]
    run.result["treated"] = [[dayton, "b", 9.0, 3.0, "winsorise"]]
    run.result["left_out"] = []
    run.save()
    page = text_of(client.get(address(edition, "method")))
    assert "Values that nobody reported were filled in" in page
    assert ">2.5</td>" in page
    assert ">winsorise</td>" in page


def test_files_hold_data_recipe_and_results(client, starter):
    for name, kind in {
        "results.csv": "text/csv", "data.csv": "text/csv", "columns.csv": "text/csv",
        "spec.json": "application/json", "recipe.json": "application/json",
        "whole.json": "application/json", "workbook.xlsx": "spreadsheetml",
    }.items():  # fmt: skip
        response = client.get(f"{TEN}/files/{name}")
        assert response.status_code == 200
        assert kind in response["Content-Type"]
        shown = f'attachment; filename="ten-tools-2020-21-{name}"'
        assert response["Content-Disposition"] == shown
    rows = list(
        csv.DictReader(io.StringIO(client.get(f"{TEN}/files/results.csv").content.decode()))
    )
    assert (rows[0]["uName"], rows[0]["score"], rows[0]["low"]) == ("Singapore", "35.8", "1")
    assert client.get(f"{TEN}/files/secrets.csv").status_code == 404


def test_the_files_build_the_same_index_elsewhere(client, starter, tmp_path):
    for name in ("data.csv", "columns.csv", "spec.json"):
        (tmp_path / name).write_bytes(client.get(f"{TEN}/files/{name}").content)
    call_command(
        "index", "build", f"{tmp_path}/data.csv", "--meta", f"{tmp_path}/columns.csv",
        "--spec", f"{tmp_path}/spec.json", "-o", f"{tmp_path}/out",
    )  # fmt: skip
    with (tmp_path / "out" / "stage_ranks.csv").open() as file:
        found = {row["uCode"]: int(float(row["Index"])) for row in csv.DictReader(file)}
    run = Run.objects.get(edition__slug="2020-21")
    assert found == dict(zip(run.result["units"], run.result["ranks"], strict=True))


def test_no_cell_of_a_file_is_a_formula(client, db):
    framework = benchmarks.framework(name="=1+1")
    edition = benchmarks.edition(framework, cities.city("=HYPERLINK(1)"), cities.city("Toledo"),
                                 state=State.PUBLISHED)  # fmt: skip
    for place, one in enumerate(edition.entrants.all()):
        for code in ("a", "b"):
            benchmarks.mark(one, code, place)
    benchmarks.keep_run(by=None, edition=edition)
    for name in ("results.csv", "data.csv"):
        cells = client.get(address(edition, "files", name)).content.decode()
        assert "'=HYPERLINK(1)" in cells
    book = openpyxl.load_workbook(
        io.BytesIO(client.get(address(edition, "files/workbook.xlsx")).content)
    )
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]


def test_pages_cost_as_many_queries_for_few_cities_as_for_many(client, db):
    few = benchmarks.published()
    many = benchmarks.published(None, *(cities.city(f"Town {n}") for n in range(12)))
    chosen = {
        edition: [f"city={code}" for code in edition.runs.get().result["units"][:2]]
        for edition in (few, many)
    }
    for more in ("", "/method", "/compare?", "/city", "/files/results.csv"):
        counts = set()
        for edition, pair in chosen.items():
            code = pair[0].removeprefix("city=")
            path = address(edition) + more.replace("/city", f"/{code}")
            counts.add(queries_of(client, path + ("&".join(pair) if more.endswith("?") else "")))
        assert len(counts) == 1, (more, counts)
        assert max(counts) <= 20, (more, counts)


def test_the_list_costs_as_many_queries_for_one_ranking_as_for_three(client, db):
    benchmarks.published()
    before = queries_of(client, "/rankings")
    benchmarks.published()
    benchmarks.published()
    assert queries_of(client, "/rankings") == before <= 6
