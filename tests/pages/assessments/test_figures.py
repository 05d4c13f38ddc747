"""Staff make an index of figures that are held."""

import pytest

from decapolis.benchmarks.choices import Kind, State
from decapolis.benchmarks.models import Edition
from decapolis.benchmarks.queries.figures import held_figures
from tests.factories import benchmarks, cities, indicators, people
from tests.pages.test_people import signed_in, text_of

pytestmark = pytest.mark.django_db
AT = "/staff/rankings/figures"


@pytest.fixture
def staff():
    return people.staff()


def figures(codes=("jobs", "rents")):
    """Return a framework of two criteria, and three cities with a figure of each."""
    framework = benchmarks.framework(*codes, name="Life")
    there = [cities.city(name) for name in ("Dayton", "Toledo", "Akron")]
    for code in codes:
        for at, city in enumerate(there):
            indicators.observation(city, code, 0.5 * at * len(code), period="2024")
        framework.criteria.filter(code=code).update(indicator=code)
    return framework


def test_of_one_source_and_year_an_index_becomes_a_draft_with_its_places(staff):
    figures()
    client = signed_in(staff)
    assert "From figures that are held" in text_of(client.get("/staff/rankings"))
    [held] = held_figures(staff)
    said = f"3 cities, 2 of 2 criteria: {held.source}, 2024"
    assert said in text_of(client.get(AT))
    sent = {"figures": held.key, "name": "Autumn", "visibility": "network"}
    page = client.post(AT, sent, follow=True)
    made = Edition.objects.get(slug="autumn")
    assert page.redirect_chain == [(f"/staff/rankings/{made.pk}", 302)]
    assert (made.kind, made.state, made.year) == (Kind.OBSERVED, State.DRAFT, 2024)
    assert made.source == held.source
    assert "The draft is made." in text_of(page)
    assert made.runs.exists()
    again = client.post(AT, sent)
    assert again.status_code == 422
    assert "has an edition autumn already" in text_of(again)
    assert Edition.objects.count() == 1


def test_figures_of_two_cities_or_of_one_criterion_make_no_index(staff):
    figures(codes=("jobs",))
    assert held_figures(staff) == ()
    assert "No framework asks for figures" in text_of(signed_in(staff).get(AT))


def test_what_was_not_offered_is_not_taken(staff):
    figures()
    page = signed_in(staff).post(
        AT, {"figures": "life|none|2024", "name": "A", "visibility": "public"}
    )
    assert page.status_code == 422
    assert not Edition.objects.exists()
