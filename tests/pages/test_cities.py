"""The pages of cities: the list, one city, its peers, and which one is the reader's."""

from itertools import product
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from decapolis.library.choices import Evidence, Went
from tests.factories import cities, library, organisations, people
from tests.factories.indicators import observation
from tests.factories.library import HIDDEN

DAYTON = 4509884
HOSTILE = [
    "",
    "abc",
    "-1",
    "9" * 5000,
    "x'; DROP TABLE cities_city;--",
    "<script>alert(1)</script>",
    "a\x00b",
    "\udcff",
    "Αθήνα 東京",
    "//evil.example",
    "x" * 10_000,
]


def text_of(response):
    return " ".join(response.content.decode().split())


def queries_of(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def encoded(value):
    return quote(value.encode("utf-8", "surrogateescape"), safe="")


@pytest.fixture
def dayton(db):
    """Return a city with residents and records."""
    city = cities.city("Dayton", id=DAYTON)
    cities.residents(city, 136_741)
    practice = library.practice(slug="lamps", title="New lamps", city=city)
    library.cost(practice, 7_590_000)
    body = organisations.organisation("Lamp Guild", slug="guild", city=city)
    library.partner(practice, "Lamp Guild", organisation=body)
    library.partner(practice, "A friend of lamps")
    library.document(slug="guide", title="A guide to lamps", city=city)
    return city


def test_the_list_shows_cities_with_practices_by_country(client, dayton):
    cities.city("Akron")
    paris = cities.city("Paris", "FR")
    library.practice(city=paris, went=Went.BADLY)
    page = text_of(client.get("/cities/"))
    assert "2 cities with practices." in page
    assert page.index(">France</a>") < page.index(">United States</a>")
    assert "(1 failed)" in page
    assert "Akron" not in page
    assert "Akron" in text_of(client.get("/cities/?all=1"))


def test_a_city_is_found_by_any_of_its_names(client, starter):
    page = text_of(client.get("/cities/?q=Αθήνα"))
    assert "1 city goes by “Αθήνα”." in page
    assert ">Athens, Attica, Greece</a>" in page


def test_a_suggestion_leads_to_the_page_of_the_city(client, starter):
    response = client.get("/cities/?q=Athens, Attica, Greece")
    assert (response.status_code, response["Location"]) == (302, "/cities/264371-athens")
    assert client.get("/cities/?q=Athens, Attica, Greece&size=small").status_code == 200


def test_a_misspelt_city_leads_to_the_near_one(client, starter):
    page = text_of(client.get("/cities/?q=Daytin"))
    assert "0 cities go by “Daytin”." in page
    assert f'Did you mean <a href="/cities/{DAYTON}">Dayton, Ohio, United States</a>' in page


def test_facets_narrow_the_list_and_stand_in_the_address(client, dayton):
    library.practice(city=cities.city("Paris", "FR", population=2_100_000))
    page = text_of(client.get("/cities/?country=fr&size=very-large"))
    assert "1 city with a practice." in page
    assert "/cities/?country=FR&amp;size=very-large&amp;format=csv" in page
    assert "Dayton" not in page
    assert "No city" not in page
    other = text_of(client.get("/cities/?region=Americas"))
    assert "Dayton" in other
    assert "Paris" not in other.split("</aside>")[1]


def test_the_list_comes_as_csv_and_holds_no_formula(client, dayton):
    library.practice(city=cities.city("=HYPERLINK(1)"))
    response = client.get("/cities/?format=csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    lines = response.content.decode().splitlines()
    assert lines[0].startswith("city_id,name,region,country,country_code,lat,lon,population")
    assert f"{DAYTON},Dayton,Ohio,United States,US,39.75,-84.19,140000,1,0" in lines[2]
    assert "'=HYPERLINK(1)" in lines[1]


def test_suggestions_are_few_and_lead_to_the_page(client, starter):
    found = client.get("/cities/suggest?q=san").json()
    assert len(found) == 8
    assert client.get("/cities/suggest?q=dayton").json()[0] == {
        "id": DAYTON,
        "label": "Dayton, Ohio, United States",
        "url": f"/cities/{DAYTON}-dayton",
    }
    assert client.get("/cities/suggest?q=東京").json()[0]["label"] == "Tokyo, Japan"
    assert client.get("/cities/suggest").json() == []


def test_a_city_has_one_address(client, dayton):
    for address in (f"/cities/{DAYTON}?x=1", f"/cities/{DAYTON}-old-name?x=1"):
        response = client.get(address)
        assert (response.status_code, response["Location"]) == (301, f"/cities/{DAYTON}-dayton?x=1")
    tokyo = cities.city("東京", ascii_name="東京")
    assert client.get(f"/cities/{tokyo.pk}").status_code == 200


def test_a_city_page_shows_what_it_did_and_what_is_not_known(client, dayton):
    library.practice(title="A kiosk", city=dayton, went=Went.BADLY, setback="Nobody came.")
    page = text_of(client.get(f"/cities/{DAYTON}-dayton"))
    for words in (
        "<h1>Dayton</h1>",
        "136,741 people; 2 practices in the library, 1 of them failed.",
        "2023, U.S. Census Bureau",
        "New lamps",
        "Cost: $7.59M.",
        "Went badly",
        "Nobody came.",
        "Lamp Guild",
        "Took part in: New lamps.",
        "A friend of lamps",
        "A guide to lamps",
        "No figure of the city itself on economy",
        "What one of its 2 practices cost.",
        "it is not among the rows of the Top 50",
        'id="s1"',
    ):
        assert words in page, words


def test_a_city_of_which_little_is_known_says_so(client, db):
    city = cities.city("Smallville", population=None)
    page = text_of(client.get(f"/cities/{city.pk}-smallville"))
    assert "No practice yet in the library" in page or "No practice in the library yet." in page
    assert "No figure of Smallville itself is known here." in page
    assert "Too few figures are known of Smallville" in page
    assert "no practice of it is here, which does not mean that there is none" in page


def test_figures_of_the_region_stand_apart_and_are_labelled(client, dayton):
    observation(dayton, "region_hdi", 0.9, unit="index 0-1", level="region")
    observation(dayton.country, "country_gini", 41.8, unit="index 0-100", level="country")
    page = text_of(client.get(f"/cities/{DAYTON}-dayton"))
    apart = page[page.index("Known only of the region or country") :]
    assert "These say nothing of Dayton itself." in apart
    assert "2023, the region" in apart
    assert "2023, the country" in apart


def test_a_figure_over_several_years_is_told_as_a_series(client, dayton):
    for year, value in (("2000", 1000), ("2010", 1500), ("2020", 2000)):
        observation(dayton, "buses", value, unit="buses", period=year)
    page = text_of(client.get(f"/cities/{DAYTON}-dayton"))
    assert "Over time" in page
    assert "From 1,000" in page
    assert "2,000 buses in 2020." in page.replace("\N{NO-BREAK SPACE}", " ")


def test_the_ten_tools_are_told_as_printed_with_whose_they_are(client, starter):
    page = text_of(client.get("/cities/2643743-london"))
    assert "London was put 1st of 50 in 2018/19 and 3rd of 50 in 2020/21" in page
    assert "the scores of the Eden Strategy Institute, not ours" in page
    assert "25 of the 50 rows of 2018/19 and 31 of the 50 rows of 2020/21" in page
    tools = page[page.index("The ten tools") :]
    order = ["Vision", "Leadership", "Budget", "Track record", "Total of the ten tools"]
    places = [tools.index(f">{name}</th>") for name in order]
    assert places == sorted(places)


def test_every_figure_of_a_city_has_its_year_and_source(client, starter):
    page = text_of(client.get(f"/cities/{DAYTON}-dayton"))
    assert "Dayton is above the middle half of its peers on poverty rate" in page
    assert "Median household income" in page
    assert 'aria-label="source 1"' in page
    listed = page.count('<li id="s')
    assert all(f'href="#s{number}"' in page for number in range(1, listed + 1))


def test_hidden_records_of_a_city_are_not_shown_to_strangers(client, dayton):
    library.practice(title="A secret kiosk", city=dayton, **HIDDEN)
    library.document(title="A secret paper", city=dayton, **HIDDEN)
    organisations.organisation("A secret body", city=dayton, **HIDDEN)
    assert "secret" not in text_of(client.get(f"/cities/{DAYTON}-dayton"))
    assert "1 practice in the library" in text_of(client.get(f"/cities/{DAYTON}-dayton"))
    client.force_login(people.person())
    page = text_of(client.get(f"/cities/{DAYTON}-dayton"))
    for words in ("A secret kiosk", "A secret paper", "A secret body"):
        assert words in page


def test_peers_are_told_with_their_reasons_for_a_theme(client, starter):
    page = text_of(client.get(f"/cities/{DAYTON}/peers"))
    assert "The nearest to Dayton of 6,0" in page
    assert "Close to Dayton" in page
    assert "1st of 6,0" in page
    assert "Differs" in page
    assert "Not known of both" in page
    assert page.count("Similar household income (US$43,454 and US$45,300).") == 1
    themed = text_of(client.get(f"/cities/{DAYTON}/peers?theme=energy"))
    assert "compared for “Energy and light”" in themed
    assert themed != page
    assert "compared in general" in text_of(client.get(f"/cities/{DAYTON}/peers?theme=nothing"))


def test_two_cities_stand_side_by_side(client, starter):
    page = text_of(client.get(f"/cities/{DAYTON}/peers/5136454"))
    for words in (
        "<h1>Schenectady, New York beside Dayton</h1>",
        "nearest to Dayton in general, of 6,0",
        "Poverty rate",
        "27.1%",
        "21.2%",
        "Known only of the region or country",
        "Unemployment: compared by region or country only.",
        "Utility-led smart streetlight network",
        "Seen from Schenectady",
        "American Community Survey",
    ):
        assert words in page, words


def test_a_city_beside_itself_is_its_own_page(client, dayton):
    response = client.get(f"/cities/{DAYTON}/peers/{DAYTON}")
    assert (response.status_code, response["Location"]) == (302, f"/cities/{DAYTON}-dayton")


def test_the_readers_city_is_kept_and_forgotten(client, dayton):
    response = client.post("/cities/choose", {"city": "Dayton, Ohio", "next": "/cities/?all=1"})
    assert (response.status_code, response["Location"]) == (302, "/cities/?all=1")
    cookie = response.cookies["city"]
    assert (cookie.value, cookie["samesite"], bool(cookie["httponly"])) == ("4509884", "Lax", True)
    assert "Comparing with" in text_of(client.get("/cities/"))
    assert "Now: Dayton, Ohio, United States." in text_of(client.get("/cities/choose"))
    client.post("/cities/choose", {"forget": "1"})
    assert client.cookies["city"].value == ""
    assert "Choose your city" in text_of(client.get("/cities/"))


def test_a_name_of_several_cities_is_settled_by_one_click(client, starter):
    response = client.post("/cities/choose", {"city": "Springfield", "next": "/find?q=lamps"})
    page = text_of(response)
    assert response.status_code == 422
    assert "city" not in response.cookies
    assert "Several cities go by this name." in page
    assert 'value="4250542">Springfield, Illinois, United States</button>' in page
    assert 'name="next" value="/find?q=lamps"' in page


def test_an_unknown_name_is_told_with_near_spellings(client, starter):
    response = client.post("/cities/choose", {"city": "Daytin"})
    page = text_of(response)
    assert response.status_code == 422
    assert "No city in the gazetteer is called" in page
    assert f'value="{DAYTON}">Dayton, Ohio, United States</button>' in page
    assert 'value="Daytin"' in page


@pytest.mark.parametrize(
    "wanted",
    [
        "//evil.example",
        "https://evil.example/",
        "http:evil.example",
        "\\\\evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "/cities/choose?next=/",
        "evil",
        "/a\x00b//evil.example",
        "",
    ],
)
def test_the_way_back_never_leads_elsewhere(client, dayton, wanted):
    response = client.post("/cities/choose", {"city": str(DAYTON), "next": wanted})
    assert response.status_code == 302
    assert response["Location"] in {"/", "/ab//evil.example"}


def test_a_city_that_does_not_exist_is_not_found(client, dayton):
    for address in ("/cities/1", "/cities/" + "9" * 30, f"/cities/1/peers/{DAYTON}"):
        assert client.get(address).status_code == 404
    assert client.get(f"/cities/{DAYTON}/peers/1").status_code == 404


def test_nothing_that_is_typed_breaks_a_page(client, dayton):
    asked = ("q", "region", "country", "size", "all", "page", "format")
    for name, value in product(asked, HOSTILE):
        assert client.get(f"/cities/?{name}={encoded(value)}").status_code == 200, (
            name,
            value[:20],
        )
    for value in HOSTILE:
        word = encoded(value)
        assert client.get(f"/cities/suggest?q={word}").status_code == 200
        assert client.get(f"/cities/{DAYTON}/peers?theme={word}").status_code == 200
        assert client.get(f"/cities/choose?next={word}").status_code == 200
        assert client.get(f"/cities/{DAYTON}-{word}").status_code in {301, 404}
        client.cookies["city"] = word
        assert client.get("/cities/").status_code == 200
        typed = value.encode("utf-8", "replace").decode()
        assert client.post("/cities/choose", {"city": typed}).status_code == 422


def test_what_is_typed_is_shown_as_text(client, dayton):
    page = client.get("/cities/?q=<script>alert(1)</script>").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize(
    "address", ["/cities/", f"/cities/{DAYTON}-dayton", f"/cities/{DAYTON}/peers", "/cities/?q=d"]
)
def test_a_page_asks_the_same_number_of_questions_whatever_it_shows(client, dayton, address):
    library.practice(city=dayton, evidence=Evidence.MEASURED)
    before = queries_of(client, address)
    for _number in range(3):
        practice = library.practice(city=dayton)
        library.cost(practice)
        library.partner(practice, organisation=organisations.organisation(city=dayton))
        library.document(city=dayton)
        library.practice(city=cities.city("Duluth"))
    assert queries_of(client, address) == before <= 30


@pytest.mark.parametrize("address", ["/cities/", f"/cities/{DAYTON}-dayton", "/cities/choose"])
def test_a_page_holds_no_inline_style_or_script(client, dayton, address):
    page = client.get(address).content.decode()
    assert "style=" not in page
    assert "<style" not in page
    assert page.count("<script") == page.count('<script type="module" src=')
