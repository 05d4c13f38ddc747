"""A framework over its editions: how cities moved, and what moved them."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from decapolis.benchmarks.bridge.panels import CAUSES, panel_to_read
from decapolis.benchmarks.exports import panel_csv
from tests.factories import benchmarks, cities, people

COLUMBUS = 4509177


def ten(reader=None):
    return panel_to_read("ten-tools", "Ten tools", reader=reader)


def text_of(response):
    return " ".join(response.content.decode().split())


def test_every_move_of_the_ten_tools_is_the_sum_of_its_causes(starter):
    found = ten()
    (step,) = found.steps
    assert [one.slug for one in found.editions] == ["2018-19", "2020-21"]
    assert (len(step.moves), len(step.came), len(step.left)) == (15, 16, 10)
    for one in step.moves:
        assert one.rank.total == pytest.approx(one.rank_after - one.rank_before, abs=1e-9)
        assert one.score.total == pytest.approx(one.score_after - one.score_before, abs=1e-9)
        assert (one.rank.method, one.score.method) == (0, 0)
        # A total of scores as they are: nobody else's data touches it.
        assert one.score.own == pytest.approx(one.score.total)
    columbus = step.of(str(COLUMBUS))
    assert (columbus.rank_before, columbus.rank_after) == (25, 11)
    assert sum(map(step.field.part, CAUSES)) == pytest.approx(1)


def test_the_page_the_files_and_the_api_tell_the_same(client, starter):
    shown = text_of(client.get("/rankings/ten-tools/years", {"city": COLUMBUS}))
    assert "15 cities are in both 2018/19 and 2020/21" in shown
    assert "it went from 25th to 11th" in shown
    rows = list(csv.DictReader(io.StringIO(panel_csv(ten()))))
    assert len(rows) == 15
    told = client.get("/api/v1/frameworks/ten-tools/years").json()
    (row,) = (row for row in rows if row["uCode"] == str(COLUMBUS))
    (move,) = (one for one in told["steps"][0]["moves"] if one["code"] == str(COLUMBUS))
    assert float(row["rank_own"]) == pytest.approx(move["rank"]["own"])
    as_file = client.get("/rankings/ten-tools/years.json").json()
    assert as_file["steps"][0]["moves"][0]["rank"] == told["steps"][0]["moves"][0]["rank"]
    assert client.get("/rankings/ten-tools/years.csv").content.decode() == panel_csv(ten())


def test_a_ranking_and_a_city_in_it_lead_there(client, starter):
    assert 'href="/rankings/ten-tools/years"' in text_of(client.get("/rankings/ten-tools/2020-21"))
    city = text_of(client.get(f"/rankings/ten-tools/2020-21/{COLUMBUS}"))
    assert f'href="/rankings/ten-tools/years?city={COLUMBUS}"' in city


def test_what_cannot_be_found_is_said(client, starter):
    shown = client.get("/rankings/ten-tools/years", {"city": "no<such>"})
    assert "no&lt;such&gt; has no place in any of these editions." in text_of(shown)
    assert client.get("/rankings/none/years").status_code == 404


def test_the_reader_s_own_city_is_told_of_first(client, starter):
    client.cookies["city"] = str(COLUMBUS)
    assert "it went from 25th to 11th" in text_of(client.get("/rankings/ten-tools/years"))


@pytest.mark.django_db
def test_one_edition_alone_tells_of_no_move(client):
    framework = benchmarks.framework()
    benchmarks.published(framework, cities.city("Dayton"), cities.city("Toledo", id=5174035))
    shown = text_of(client.get(f"/rankings/{framework.slug}/years"))
    assert "There is one edition so far." in shown


@pytest.mark.django_db
def test_an_edition_of_the_network_s_is_in_no_panel_of_the_public(client):
    framework = benchmarks.framework()
    both = (cities.city("Dayton"), cities.city("Toledo", id=5174035))
    benchmarks.published(framework, *both, slug="one", year=2019)
    benchmarks.published(framework, *both, slug="two", year=2021, visibility="network")
    assert len(panel_to_read(framework.slug, "", reader=None).editions) == 1
    assert len(panel_to_read(framework.slug, "", reader=people.person()).steps) == 1


def test_the_page_takes_few_queries(client, starter):
    client.get("/rankings/ten-tools/years")
    with CaptureQueriesContext(connection) as queries:
        client.get("/rankings/ten-tools/years")
    assert len(queries) <= 4
