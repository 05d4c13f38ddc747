import pytest

from decapolis.library.search import document_drafts, library_drafts, practice_drafts
from decapolis.organisations.search import organisation_drafts
from tests.factories.cities import city
from tests.factories.library import cost, document, practice, technology
from tests.factories.organisations import organisation, tie

pytestmark = pytest.mark.django_db


def one(drafts):
    (draft,) = drafts
    return draft


def test_a_practice_is_found_by_its_words_its_names_and_how_people_ask():
    record = practice(asked_as=["dark at night"], technologies_named=["LED"])
    draft = one(practice_drafts())
    assert (draft.kind, draft.slug, draft.hints) == ("practice", record.slug, ("dark at night",))
    assert "The lamps were dark." in draft.paragraphs
    assert {"LED", "City of Smallville"} <= set(draft.keywords)


def test_a_place_that_the_gazetteer_does_not_hold_is_small():
    practice(city=None, city_name="Smallville")
    assert one(practice_drafts()).population < 50_000


def test_a_city_of_the_gazetteer_brings_its_population_and_state():
    place = city()
    practice(city=place, city_name=place.name)
    draft = one(practice_drafts())
    assert (draft.population, draft.city_id) == (place.population, place.pk)


def test_a_cost_is_put_in_constant_dollars():
    cost(practice(), 7_590_000, price_year=2018)
    assert one(practice_drafts()).cost == pytest.approx(9_480_000, rel=0.01)


def test_a_cost_without_a_year_takes_the_year_it_began_since_only_its_size_counts():
    cost(practice(started=2018, sources=[]), 1_000_000, source=None)
    assert one(practice_drafts()).cost == pytest.approx(1_250_000, rel=0.05)


def test_a_document_without_a_place_has_no_population():
    document(city=None, city_name="")
    assert one(document_drafts()).population is None


def test_a_tie_is_part_of_an_organisation_s_words():
    tie(organisation("Lamp Lab"), "City of Smallville", project="Brighter")
    assert "City of Smallville: Brighter" in one(organisation_drafts()).paragraphs


@pytest.mark.parametrize("count", [1, 3])
def test_drafts_cost_the_same_queries_for_one_record_and_for_three(
    count, django_assert_num_queries
):
    for _number in range(count):
        cost(practice())
        technology()
        document()
        organisation()
    with django_assert_num_queries(11):
        list(library_drafts())
        list(organisation_drafts())
