import pytest

from decapolis.cities.bridge import find_city
from decapolis.library.bridge.find import Look, find_in_library, find_many_in_library
from decapolis.library.bridge.places import country_words, places_in

pytestmark = pytest.mark.usefixtures("starter")


def found(text, **more):
    return [hit.key for hit in find_in_library(text, reader=None, **more).hits]


def test_the_gazetteer_knows_the_cities_of_a_question_in_any_script():
    for text in ("trams in Lyon", "Метро в Москве", "서울", "Αθήνα", "Medelin cable cars"):
        assert places_in(text).cities, text


def test_countries_are_known_in_many_languages():
    words = country_words()
    assert {words["spain"], words["espana"], words["spanien"], words["espagne"]} == {"ES"}


def test_a_mayor_of_dayton_finds_street_lighting():
    assert "practice:dayton-street-light-assessment" in found("street lighting")[:10]


def test_an_officer_in_valencia_finds_parking_in_spanish():
    assert "technology:parking-sensors" in found("aparcamiento inteligente")[:3]


def test_a_journalist_finds_failed_projects():
    hits = find_in_library("failed projects", Look(limit=10), reader=None).hits
    assert sum("badly" in " ".join(hit.reasons) or "cancelled" in " ".join(hit.reasons)
               for hit in hits) >= 8  # fmt: skip


def test_a_city_whose_name_is_misspelt_is_found():
    assert found("chatanooga fiber")[0].endswith(("epb-fibre-smart-grid", "epb-chattanooga"))


def test_a_city_s_own_records_come_last_among_equals_for_itself():
    dayton = find_city("Dayton, OH")
    own = "practice:dayton-street-light-assessment"
    assert found("street lighting", city=dayton).index(own) >= found("street lighting").index(own)


def test_browsing_shows_everything_a_page_at_a_time():
    first = find_in_library("", Look(limit=20), reader=None)
    assert (first.total, len(first.hits), first.hits[0].kind) == (715, 20, "practice")


def test_many_questions_at_once_are_answered_like_each_alone():
    texts = ["congestion charge", "huertas urbanas", "公園"]
    together = find_many_in_library(texts, reader=None)
    assert [[hit.key for hit in one.hits] for one in together] == [found(text) for text in texts]


def test_a_question_costs_a_fixed_number_of_queries(django_assert_num_queries):
    found("street lighting in Ohio")
    with django_assert_num_queries(6):  # version (3), cities, words, subject, texts
        found("street lighting in Ohio")
