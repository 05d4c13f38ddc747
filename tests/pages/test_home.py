"""The first page."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from decapolis.library.choices import Status, Went
from decapolis.ops.preparing import index_words
from decapolis.pages.home.contexts import EXAMPLE_CITY
from tests.factories import cities, library, people


def text_of(response):
    return " ".join(response.content.decode().split())


def queries_of(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def lit(name, **fields):
    """Return a practice of street lighting in a city of that name, with its price of a lamp."""
    practice = library.practice(
        title=f"Street lighting in {name}", city=cities.city(name), **fields
    )
    library.cost(practice, 1_000_000, quantity=1000, unit="lamp", scope="units only")
    return practice


@pytest.fixture
def held(db):
    """Index street lighting of three cities; the city of the example is in the gazetteer."""
    cities.city("Dayton", id=EXAMPLE_CITY)
    lit("Detroit")
    lit("Syracuse")
    failed = lit("Ithaca", status=Status.CANCELLED, went=Went.BADLY, lessons=["Plan for an exit."])
    library.outcome(
        failed, metric="lamps lit", value=10, expected=1000, unit="lamps", is_good=False
    )
    library.document(title="A new guide", year=2026)
    index_words()


def test_the_first_page_asks_the_one_question(client, held):
    page = text_of(client.get("/"))
    assert "What is your city working on?" in page
    assert 'action="/find"' in page


def test_without_a_city_it_answers_an_example_that_says_so(client, held):
    page = text_of(client.get("/"))
    assert "An example. Name your city above" in page
    assert "Street lighting, for Dayton, Ohio" in page
    assert "Close to Dayton" in page
    assert "Cost per lamp" in page
    assert "a lamp</b> in 3 programmes" in page


def test_with_a_city_it_answers_for_that_city(client, held):
    own = cities.city("Akron")
    client.cookies["city"] = str(own.pk)
    page = text_of(client.get("/"))
    assert "Street lighting, for Akron, Ohio" in page
    assert "For example. Ask your own question above." in page
    assert f"/brief?city={own.pk}&amp;q=street+lighting" in page


def test_a_question_of_the_readers_own_is_answered(client, held):
    client.cookies["city"] = str(cities.city("Akron").pk)
    page = text_of(client.get("/?q=lighting+by+lamps"))
    assert "Lighting by lamps, for Akron, Ohio" in page
    assert "For example." not in page


def test_the_readers_own_city_is_not_set_beside_itself(client, held):
    detroit = library.Practice.objects.get(title="Street lighting in Detroit").city
    client.cookies["city"] = str(detroit.pk)
    page = text_of(client.get("/"))
    assert "Street lighting, for Detroit, Ohio" in page
    assert "your own city" not in page


def test_themes_count_their_practices(client, held):
    page = text_of(client.get("/"))
    assert 'href="/practices/?theme=energy">Energy and light</a> <span class="n">3</span>' in page


def test_regions_are_counted_and_thin_ones_said(client, held):
    for number in range(30):
        library.practice(title=f"Practice in the Americas {number}")
    library.practice(country=cities.country("FR"), title="Practice in France")
    index_words()
    page = text_of(client.get("/"))
    assert "strongest in the Americas; Europe is thin, and we say so." in page


def test_failures_stand_with_plan_against_outcome(client, held):
    page = text_of(client.get("/"))
    for words in ("Three that did not work", "Lamps lit", "1,000", "Plan for an exit.", "Planned"):
        assert words in page, words
    assert 'href="/practices/?status=failed"' in page


def test_what_is_new_is_the_last_added(client, held):
    client.get("/")
    newest = lit("Boulder", started=2025)
    index_words()
    assert f'href="/practices/{newest.slug}"' in text_of(client.get("/"))
    assert "A new guide" in text_of(client.get("/"))


def test_what_is_for_members_is_not_on_the_first_page(client, held):
    lit("Secretville", started=2026, status=Status.CANCELLED, **library.HIDDEN)
    library.document(title="A secret guide", year=2027, **library.HIDDEN)
    index_words()
    page = text_of(client.get("/"))
    assert "Secretville" not in page
    assert "A secret guide" not in page
    assert "3 practices from 3 cities in 1 countr" in page


def test_members_and_the_public_see_what_each_may(client, held):
    lit("Secretville", started=2026, **library.HIDDEN)
    index_words()
    member = people.person()
    assert "Secretville" not in text_of(client.get("/"))
    client.force_login(member)
    assert "Secretville" in text_of(client.get("/"))
    client.logout()
    assert "Secretville" not in text_of(client.get("/"))


def test_lines_lead_from_the_readers_city_to_those_compared(client, held):
    client.cookies["city"] = str(cities.city("Akron").pk)
    page = text_of(client.get("/"))
    assert "Lines lead from Akron to the cities above." in page
    assert page.count("class='tie'") == 3


def test_an_empty_library_says_what_will_stand_here(client, db):
    page = text_of(client.get("/"))
    assert "The library is empty" in page
    assert "What is your city working on?" in page


@pytest.mark.parametrize(
    "question", ["a" * 10_000, "a\x00b", "<script>alert(1)</script>", "ελ", "'"]
)
def test_no_question_breaks_the_first_page(client, held, question):
    response = client.get("/", {"q": question})
    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


def test_the_first_page_asks_as_much_of_the_database_for_few_practices_as_for_more(client, held):
    once = queries_of(client, "/")
    for name in ("Boulder", "Tulsa", "Mesa"):
        lit(name, went=Went.BADLY)
    index_words()
    assert queries_of(client, "/") == once


def test_the_first_page_holds_no_inline_style_or_script(client, held):
    page = client.get("/").content.decode()
    assert "style=" not in page
    assert "<script>" not in page


def test_the_starter_library_fills_the_first_page(client, starter):
    page = text_of(client.get("/"))
    for words in (
        "Street lighting, for Dayton, Ohio",
        "practices from",
        "Three that did not work",
        "What is new",
    ):
        assert words in page, words
