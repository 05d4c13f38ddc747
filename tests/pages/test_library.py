"""The pages of a practice, a document, a technology and an organisation."""

from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from decapolis.library.choices import Evidence, OutcomeKind, Part, Status, Went
from tests.factories import cities, library, organisations

HOSTILE = [
    "x'; DROP TABLE library_practice;--",
    "<script>alert(1)</script>",
    "a\x00b",
    "παράδειγμα",
    "../../etc/passwd",
    "a" * 10_000,
    "-1",
]
KINDS = ["practices", "documents", "technologies", "organisations"]


def text_of(response):
    return " ".join(response.content.decode().split())


def queries_of(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


@pytest.fixture
def lamps(db):
    """Return a practice with everything that a page can show."""
    dayton = cities.city("Schenectady")
    cities.residents(dayton, 68_000)
    practice = library.practice(
        slug="lamps",
        title="Utility-led lamps",
        city=dayton,
        evidence=Evidence.MEASURED,
        setback="Two years were lost to approvals.",
        lessons=["Let residents choose the light."],
        barriers=["The utility owned the poles."],
    )
    library.cost(practice, 7_590_000, quantity=4200, unit="lamp", scope="units only")
    library.funding(practice, 3_000_000)
    library.partner(practice, "City of Schenectady", is_lead=True, sector="public")
    library.partner(practice, "National Grid", sector="private")
    library.outcome(practice, baseline=100, value=37, unit="percent")
    practice.technologies.add(library.technology("LED street lighting", slug="led"))
    return practice


def test_a_practice_page_shows_facts_story_trouble_and_sources(client, lamps):
    page = text_of(client.get("/practices/lamps"))
    for words in (
        "Utility-led lamps",
        "$7.59M",
        "international dollars",
        "How we convert",
        "Per resident",
        "Per lamp",
        "2016 to now",
        "Not reviewed",
        "Its own results: measured.",
        "The lamps were dark.",
        "The city replaced them.",
        "Two years were lost to approvals.",
        "The utility owned the poles.",
        "Let residents choose the light.",
        "National Grid",
        "has an interest",
        "No city has told us that it followed this practice.",
        'href="/technologies/led"',
        'id="s1"',
    ):
        assert words in page, words


def test_without_a_city_a_practice_page_asks_for_one_and_offers_no_brief(client, lamps):
    page = text_of(client.get("/practices/lamps"))
    assert 'action="/cities/choose"' in page
    assert "/brief?" not in page


def test_with_a_city_a_practice_page_offers_its_brief(client, lamps):
    mine = cities.city("Dayton")
    client.cookies["city"] = str(mine.pk)
    page = text_of(client.get("/practices/lamps"))
    assert f"/brief?city={mine.pk}&amp;q=Utility-led+lamps" in page
    assert "Brief for Dayton" in page
    assert "How close is Schenectady to Dayton?" in page


def test_a_reader_of_the_same_city_is_told_so(client, lamps):
    client.cookies["city"] = str(lamps.city_id)
    assert "This is your own city" in text_of(client.get("/practices/lamps"))


def test_a_practice_of_a_place_outside_the_gazetteer_cannot_be_compared(client, db):
    library.practice(slug="small")
    client.cookies["city"] = str(cities.city("Dayton").pk)
    page = text_of(client.get("/practices/small"))
    assert "Smallville is not among the cities of which we hold figures" in page


def test_a_bare_practice_says_what_is_not_known(client, db):
    library.practice(slug="bare", result="", started=None, sources=[])
    page = text_of(client.get("/practices/bare"))
    for words in (
        "no cost is stated",
        "The record states no result.",
        "The record says nothing of trouble.",
        "The record holds no lesson.",
        "The record names nobody.",
        "not stated",
    ):
        assert words in page, words


def test_a_cancelled_practice_says_so_in_its_first_line(client, db):
    library.practice(slug="over", status=Status.CANCELLED, went=Went.BADLY)
    assert '<span class="wrong">Cancelled.</span>' in text_of(client.get("/practices/over"))


def test_funding_is_not_called_a_cost_and_is_not_divided(client, db):
    practice = library.practice(slug="grant")
    library.cost(practice, part=Part.FUNDING)
    page = text_of(client.get("/practices/grant"))
    assert "<dt>Funding</dt>" in page
    assert "Not given per resident: the amount is funding, not what the thing cost." in page


def test_a_plan_without_a_value_is_set_beside_the_cost_that_came(client, db):
    practice = library.practice(slug="tripled", went=Went.BADLY)
    library.cost(practice, 144_000_000)
    library.outcome(
        practice,
        metric="cost growth",
        value=None,
        unit="USD",
        expected=19_000_000,
        is_good=False,
        kind=OutcomeKind.REPORTED,
    )
    page = text_of(client.get("/practices/tripled"))
    assert "Cost growth" in page
    assert "$19M" in page


def test_amounts_of_several_currencies_are_listed_not_added(client, db):
    practice = library.practice(slug="two")
    library.funding(practice, 1_000_000)
    library.funding(practice, 2_000_000, currency="EUR", name="European Union")
    page = text_of(client.get("/practices/two"))
    assert "City budget: $1M" in page
    assert "European Union: €2M" in page


def test_everything_that_a_record_says_is_escaped(client, db):
    evil = '<script>alert("x")</script>'
    practice = library.practice(
        slug="evil", title=evil, problem=evil, approach=evil, result=evil, lessons=[evil]
    )
    library.partner(practice, evil)
    library.outcome(practice, metric=evil, text=evil, unit=evil[:20])
    page = text_of(client.get("/practices/evil"))
    assert "<script>alert" not in page


def test_a_document_in_another_language_says_so_and_leads_to_its_publisher(client, db):
    library.document(slug="plan", language="es", title="Plan director", publisher="Ayuntamiento")
    page = text_of(client.get("/documents/plan"))
    assert "Spanish" in page
    assert "Not in English; the summary here is." in page
    assert 'rel="noopener external"' in page


def test_a_technology_page_tells_its_price_who_used_it_and_how_it_went(client, lamps):
    page = text_of(client.get("/technologies/led"))
    for words in ("Proven", "1 practice", "One lamp", "How each price was made", "Went well"):
        assert words in page, words
    assert "One case is no proof of anything." in page


def test_a_technology_that_nobody_used_says_so(client, db):
    library.technology("Maglev", slug="maglev")
    page = text_of(client.get("/technologies/maglev"))
    assert "so there is no price of one" in page
    assert "When a city tells what it did with it" in page


def test_an_organisation_page_shows_ties_practices_and_website(client, lamps):
    grid = organisations.organisation("National Grid", slug="grid", sector="private")
    organisations.tie(grid, "City of Schenectady", project="REV demonstration")
    lamps.partners.filter(name="National Grid").update(organisation=grid)
    page = text_of(client.get("/organisations/grid"))
    for words in (
        "A firm: it earns by what it recommends.",
        'href="/practices/lamps"',
        "REV demonstration",
        "https://organisation.example/",
    ):
        assert words in page, words


@pytest.mark.parametrize("kind", KINDS)
def test_an_unknown_record_is_not_found_in_the_house_style(client, db, kind):
    response = client.get(f"/{kind}/no-such-thing")
    assert response.status_code == 404
    assert "We have no such page" in text_of(response)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("slug", HOSTILE)
def test_a_hostile_slug_is_not_found(client, db, kind, slug):
    assert client.get(f"/{kind}/{quote(slug, safe='')}").status_code == 404


@pytest.mark.parametrize("cookie", ["", "abc", "-1", "99999999999", "1" * 500, "<b>", "\xb2"])
def test_a_broken_city_cookie_is_no_city(client, lamps, cookie):
    client.cookies["city"] = cookie
    assert client.get("/practices/lamps").status_code == 200


def test_what_is_for_members_is_not_found_by_the_public(client, db):
    library.practice(slug="hidden", **library.HIDDEN)
    library.document(slug="hidden", **library.HIDDEN)
    library.technology("Hidden", slug="hidden", **library.HIDDEN)
    organisations.organisation("Hidden", slug="hidden", **library.HIDDEN)
    assert [client.get(f"/{kind}/hidden").status_code for kind in KINDS] == [404, 404, 404, 404]


def test_a_technology_page_asks_as_much_of_the_database_for_one_practice_as_for_three(
    client, lamps
):
    once = queries_of(client, "/technologies/led")
    led = lamps.technologies.get()
    for number in range(2):
        other = library.practice(city=cities.city(f"City {number}"))
        library.cost(other, quantity=10, unit="lamp")
        other.technologies.add(led)
    assert queries_of(client, "/technologies/led") == once


def test_a_practice_page_asks_as_much_of_the_database_for_one_part_as_for_three(client, lamps):
    once = queries_of(client, "/practices/lamps")
    for number in range(2):
        library.cost(lamps, 1000 + number)
        library.funding(lamps, 500)
        library.outcome(lamps, metric=f"Measure {number}")
        library.partner(lamps, f"Partner {number}")
    assert queries_of(client, "/practices/lamps") == once


def test_pages_hold_no_inline_style_or_script(client, lamps):
    for url in ("/practices/lamps", "/technologies/led"):
        page = client.get(url).content.decode()
        assert "style=" not in page
        assert "<script>" not in page


def test_only_reading_is_allowed(client, lamps):
    assert client.post("/practices/lamps").status_code == 405
