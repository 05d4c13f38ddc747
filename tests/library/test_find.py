import pytest

from decapolis.cities.bridge import find_city
from decapolis.library.bridge.find import (
    ClosenessShares,
    Filters,
    Look,
    find_in_library,
    find_many_in_library,
)
from decapolis.library.bridge.places import country_words, places_in
from decapolis.peers.queries import Closeness

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
    with django_assert_num_queries(5):  # version (2), cities, words, subject; texts are held
        found("street lighting in Ohio")


def test_parking_in_spanish_is_no_list_of_smart_cities():
    answers = find_in_library("aparcamiento inteligente", Look(limit=200), reader=None)
    assert answers.total <= 20
    assert not [hit.slug for hit in answers.hits if "ciudades-inteligentes" in hit.slug]


def test_failed_projects_in_europe_are_practices_of_europe_that_went_badly():
    answers = find_in_library(
        "failed smart city projects in Europe", Look(limit=200, sort="relevance"), reader=None
    )
    assert {hit.kind for hit in answers.hits} == {"practice"}
    assert not {hit.country for hit in answers.hits} & {"US", "CA", "BR", "IN", "CN", "JP"}
    badly = [{"It went badly.", "It was cancelled."} & {*hit.reasons} for hit in answers.hits[:6]]
    assert sum(map(bool, badly)) >= 5  # the databases' ways to rank words differ a little


@pytest.mark.parametrize("text", ["xqzvbn", "qwrtzxcv blorfnak"])
def test_words_that_no_record_has_find_nothing(text):
    assert find_in_library(text, reader=None).total == 0


def test_who_is_understood_by_meaning_alone_is_told():
    answers = find_in_library("грязный воздух от печей", reader=None)
    told = "No record has these words; what is shown is near in meaning."
    assert answers.notices == (told,)
    assert find_in_library("street lighting", reader=None).notices == ()


def test_the_count_beside_a_filter_is_what_the_filter_leaves():
    answers = find_in_library("street lighting", reader=None)
    for one in answers.facets["kinds"]:
        look = Look(filters=Filters(kinds=(one.value,)))
        assert find_in_library("street lighting", look, reader=None).total == one.count
    country = answers.facets["countries"][0]
    look = Look(filters=Filters(countries=(country.value,)))
    assert find_in_library("street lighting", look, reader=None).total == country.count


def test_shares_of_closeness_put_the_own_city_last_and_among_the_near():
    near = {1: Closeness(1, 2, 0.9, 30), 2: Closeness(2, 2, 0.4, 30)}
    shares = ClosenessShares(7, near)
    assert (shares[1], shares[7], shares.get(5), len(shares), list(shares)) == (
        0.9, -1.0, None, 2, [1, 2],
    )  # fmt: skip
    assert shares.within(0.5) == (7, 1)
