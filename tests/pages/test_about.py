"""What Decapolis says about itself, and the licences of what comes with it."""

import csv
from html import unescape
from pathlib import Path

import pytest

import decapolis
from decapolis.pages.about import credits as held
from decapolis.pages.cities.contexts.tools import ROWS_HELD
from decapolis.peers.bridge.atlas import RULES
from tests.factories import cities, library, people
from tests.factories.library import HIDDEN

PAGES = [
    "/about",
    "/about/method",
    "/about/method/money",
    "/about/method/peers",
    "/about/method/search",
    "/accessibility",
    "/sources",
]
PACKAGE = Path(decapolis.__file__).parent
ROOT = PACKAGE.parents[1]
LICENCES = (ROOT / "DATA-LICENSES.md").read_text(encoding="utf-8")
STARTER = PACKAGE / "starter"


def text_of(response):
    return " ".join(unescape(response.content.decode()).split())


@pytest.mark.parametrize("address", PAGES)
def test_every_page_stands_without_any_record(client, db, address):
    response = client.get(address)
    assert response.status_code == 200
    page = response.content.decode()
    assert page.count("<h1>") == 1
    assert "style=" not in page
    assert client.post(address).status_code == 405


def test_the_first_page_counts_what_the_reader_may_see(client, db):
    library.practice()
    library.practice(**HIDDEN)
    assert "<dt>practices of cities</dt><dd><b>1</b></dd>" in text_of(client.get("/about"))
    client.force_login(people.person())
    assert "<dt>practices of cities</dt><dd><b>2</b></dd>" in text_of(client.get("/about"))


def test_all_sources_are_credited_with_their_licences(client, starter):
    page = text_of(client.get("/sources"))
    with (STARTER / "sources.csv").open(encoding="utf-8", newline="") as file:
        for source in csv.DictReader(file):
            assert source["attribution"] in page, source["id"]
            assert source["licence"] in page, source["id"]
    for credit in held.ALL:
        assert credit.attribution in page, credit.what
        assert credit.licence in page, credit.what


def test_a_source_says_how_many_values_are_held_of_it(client, db):
    cities.residents(cities.city())
    page = text_of(client.get("/sources"))
    assert "U.S. Census Bureau. Licence: US public domain. " in page
    assert '<a href="/indicators?source=census">1 value</a>.' in page


def test_the_licences_beside_the_program_name_the_same(client):
    with (STARTER / "sources.csv").open(encoding="utf-8", newline="") as file:
        for source in csv.DictReader(file):
            line = f"| `{source['id']}` | {source['attribution']} | {source['licence']} |"
            assert line in LICENCES, source["id"]
    for credit in held.ALL:
        assert credit.attribution in LICENCES, credit.what


def test_every_file_of_the_starter_library_has_its_origin_and_licence():
    readme = (STARTER / "README.md").read_text(encoding="utf-8")
    files = {path.name for path in STARTER.iterdir() if path.suffix in {".csv", ".jsonl"}}
    assert len(files) > 20
    missing = {name for name in files if f"`{name}`" not in readme}
    assert not missing


def test_how_many_rows_of_the_ranking_are_held_is_counted():
    with (STARTER / "observations-top50.csv").open(encoding="utf-8", newline="") as file:
        years = [row["year"] for row in csv.DictReader(file) if row["indicator"] == "top50_rank"]
    assert {year: years.count(year) for year in set(years)} == ROWS_HELD


def test_the_money_page_shows_a_recipe_that_can_be_done_again(client, db):
    page = text_of(client.get("/about/method/money"))
    assert "How we convert" in page
    assert "Int$422" in page.replace("\N{NO-BREAK SPACE}", "")


def test_the_peers_page_gives_the_numbers_that_the_comparison_uses(client, db):
    page = text_of(client.get("/about/method/peers"))
    words = f"at least {RULES.least_figures} figures, {RULES.least_own} of them their own"
    assert words in page
    assert "Weights in general" in page
    assert ">Energy and light</th>" in page
