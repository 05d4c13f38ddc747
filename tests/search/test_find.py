import pytest
from django.contrib.auth.models import AnonymousUser
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from decapolis.engines.retrieval.question import CityRef, Lexicon
from decapolis.kernel.permissions import Visibility
from decapolis.search.bridge import find, find_many
from decapolis.search.bridge.embedding import Packaged
from decapolis.search.errors import EmbeddingFailed, QuestionTooLong
from decapolis.search.queries import SORTS, Filters, Look
from tests.factories import people
from tests.factories.search import draft, indexed, keys

pytestmark = pytest.mark.django_db
PLACES = Lexicon(
    cities={"lyon": (CityRef(7, "Lyon", "FR", population=520_000, is_held=True),)},
    countries={"france": "FR"},
)


def places(_text):
    return PLACES


def titles(text, look=None, **more):
    return [hit.title for hit in find(text, look, reader=None, **more).hits]


def test_the_best_known_are_what_was_reviewed_by_level_then_the_others_by_their_own_results():
    indexed(
        draft("Nobody looked, measured", evidence=3, level=0),
        draft("Graded two", evidence=2, level=2),
        draft("A toolkit", kind="document", evidence=None, level=None),
        draft("Nobody looked, checked", evidence=4, level=0),
        draft("Graded five, reported", evidence=2, level=5),
    )
    assert titles("", Look(sort="evidence")) == [
        "Graded five, reported",
        "Graded two",
        "Nobody looked, checked",
        "Nobody looked, measured",
        "A toolkit",
    ]
    assert len(titles("", Look(filters=Filters(evidence=3)))) == 2


# -- words and meaning


def test_words_are_matched_whatever_their_ending_and_accents():
    indexed(draft("Tramways of Málaga"), draft("Buses"))
    assert titles("tramway malaga")[0] == "Tramways of Málaga"


def test_a_question_in_other_words_is_matched_by_meaning():
    indexed(
        draft("LED street lamps", paragraphs=("The city replaced its lamps by efficient ones.",)),
        draft("School meals", paragraphs=("Canteens cook with local vegetables.",)),
        vectors=True,
    )
    assert titles("what do children eat at noon in class")[0] == "School meals"
    assert titles("alumbrado de las calles")[0] == "LED street lamps"


def test_a_hint_leads_to_its_entry_and_is_not_shown():
    indexed(draft("Project Aurora", hints=("lamps that think",)), draft("Trams"))
    found = find("lamps that think", reader=None)
    assert found.hits[0].title == "Project Aurora"
    assert found.hits[0].reasons == ("It answers similar questions.",)


def test_a_hit_names_the_signs_that_speak_for_it_apart_from_the_sentences():
    indexed(draft("Trams", paragraphs=("Trams run every five minutes.",)), draft("Canals"))
    hits = {hit.title: hit.signs for hit in find("trams", reader=None).hits}
    assert "words" in hits["Trams"]
    assert "words" not in hits.get("Canals", frozenset())


def test_the_whole_title_comes_first():
    indexed(
        draft("Trams", paragraphs=("Short.",)),
        draft("Trams and trams of trams", paragraphs=("Trams trams trams.",)),
    )
    assert titles("trams")[0] == "Trams"


def test_a_typing_error_is_mended_and_told():
    indexed(draft("Electric buses"), draft("Street lamps"))
    found = find("electirc buses", reader=None)
    assert found.corrected == "electric buses"
    assert found.hits[0].title == "Electric buses"


def test_nothing_is_mended_where_the_reader_wants_it_so():
    indexed(draft("Electric buses"))
    assert find("electirc", Look(mend=False), reader=None).corrected == ""


def test_what_is_not_in_the_library_is_not_found():
    indexed(draft("Electric buses"), draft("Street lamps"), vectors=True)
    assert find("xqzw", reader=None).total == 0


def test_an_empty_index_answers_nothing():
    found = find("anything", reader=None)
    assert (found.hits, found.total) == ((), 0)


# -- what was understood


def test_a_place_comes_first_and_is_a_reason():
    indexed(draft("Trams", city_id=1), draft("Trams", city_id=7, city_name="Lyon", country="FR"))
    hit = find("trams in lyon", reader=None, places=places).hits[0]
    assert (hit.city, "It is in Lyon." in hit.reasons) == ("Lyon", True)


def test_failures_come_first_where_they_are_asked_for():
    indexed(draft("Trams", went="well"), draft("Trams", went="badly", status="cancelled", slug="b"))
    hit = find("failed trams", reader=None).hits[0]
    assert (hit.slug, "It was cancelled." in hit.reasons) == ("b", True)


def test_a_question_of_facts_alone_filters_by_them():
    indexed(
        draft("Trams", country="FR", city_id=7),
        draft("Buses", country="US"),
        draft("Old trams", country="FR", city_id=7, started=1999),
    )
    found = find("France since 2010", reader=None, places=places)
    assert [hit.title for hit in found.hits] == ["Trams"]
    assert {(said.kind, said.mode) for said in found.said} == {
        ("country", "filter"),
        ("years", "filter"),
    }


def test_where_nothing_is_all_of_that_the_nearest_is_shown_and_said_so():
    indexed(draft("Buses", country="US"))
    found = find("France", reader=None, places=places)
    assert [hit.title for hit in found.hits] == ["Buses"]
    assert found.notices == ("Nothing in the library is all of that; what comes nearest is shown.",)


def test_what_the_reader_takes_away_no_longer_filters():
    indexed(draft("Trams", country="FR"), draft("Buses", country="US"))
    look = Look(without=("country:fr",))
    assert find("France", look, reader=None, places=places).said == ()


# -- who may see what


def test_hidden_entries_are_in_no_answer_no_count_and_no_facet():
    for visibility in Visibility:
        indexed(draft("Trams", visibility=visibility, slug=visibility, themes=("energy",)))
    readers = {None: 1, AnonymousUser(): 1, people.person(): 2, people.staff(): 3}
    for reader, count in readers.items():
        for text in ("trams", ""):
            found = find(text, reader=reader)
            assert (len(found.hits), found.total) == (count, count)
            assert found.facets["kinds"][0].count == count
            assert found.facets["themes"][0].count == count


def test_hidden_entries_do_not_crowd_out_what_may_be_seen(monkeypatch):
    monkeypatch.setattr("decapolis.search.bridge.keywords.MOST_HITS", 2)
    indexed(*[draft("Trams", visibility=Visibility.STAFF) for _number in range(9)])
    indexed(draft("Trams of the public, long ago and far away", slug="seen"))
    assert keys(find("trams", reader=None).hits) == ["practice:seen"]


# -- filters, counts, order, pages


@pytest.mark.parametrize(
    ("filters", "left"),
    [
        (Filters(kinds=("document",)), {"doc"}),
        (Filters(themes=("energy",)), {"cheap"}),
        (Filters(countries=("FR",)), {"dear"}),
        (Filters(cities=(7,)), {"dear"}),
        (Filters(sizes=("medium",)), {"cheap"}),
        (Filters(sizes=("medium", "large")), {"cheap", "dear"}),
        (Filters(cost_high=1e6), {"cheap"}),
        (Filters(cost_low=1e6), {"dear"}),
        (Filters(evidence=3), {"dear"}),
        (Filters(statuses=("failed",)), {"dear"}),
        (Filters(statuses=("operating",)), {"cheap"}),
        (Filters(subkinds=("report",)), {"doc"}),
        (Filters(since=2015), {"cheap"}),
        (Filters(until=2014), {"dear"}),
        (Filters(kinds=("nothing",)), set()),
    ],
)
def test_a_filter_leaves_what_passes_it(filters, left):
    indexed(
        draft(slug="cheap", themes=("energy",), cost=5e4),
        draft(slug="dear", country="FR", city_id=7, population=520_000, cost=5e7, evidence=3,
              status="cancelled", started=2010),
        draft(slug="doc", kind="document", subkind="report", country="", city_id=None, status="",
              population=None, started=None, evidence=None, went=""),
    )  # fmt: skip
    for text in ("", "night bus"):
        found = find(text, Look(filters=filters), reader=None)
        assert {hit.slug for hit in found.hits} == left
        assert found.total == len(left)


def test_a_facet_counts_what_its_own_filter_leaves_out():
    indexed(draft(country="US"), draft(country="FR"), draft(country="FR", kind="document"))
    found = find("", Look(filters=Filters(countries=("US",))), reader=None)
    assert {(one.value, one.count, one.chosen) for one in found.facets["countries"]} == {
        ("FR", 2, False),
        ("US", 1, True),
    }
    assert [(one.value, one.count) for one in found.facets["kinds"]] == [("practice", 1)]


def test_pages_hold_every_answer_once():
    indexed(*[draft(f"Tram {number}") for number in range(25)])
    pages = [
        keys(find("tram", Look(limit=10, offset=offset), reader=None).hits)
        for offset in (0, 10, 20, 30)
    ]
    assert [len(page) for page in pages] == [10, 10, 5, 0]
    assert len({key for page in pages for key in page}) == 25


@pytest.mark.parametrize(
    ("sort", "first"),
    [("title", "A"), ("newest", "B"), ("cheapest", "C"), ("evidence", "D"), ("nearest", "E")],
)
def test_answers_come_in_the_order_asked_for_and_the_unknown_last(sort, first):
    indexed(
        draft("A", started=None, cost=None, evidence=None, city_id=None),
        draft("B", started=2025, cost=9e9, evidence=1),
        draft("C", started=2001, cost=1.0, evidence=1),
        draft("D", started=2002, cost=9e8, evidence=4),
        draft("E", started=2003, cost=9e7, evidence=1, city_id=9),
    )
    look = Look(sort=sort, near={9: 0.9, 1: 0.2})
    assert titles("", look)[0] == first
    assert sort == "title" or titles("", look)[-1] == "A"


def test_a_city_like_mine_comes_before_another_and_is_a_reason():
    indexed(draft("Trams", city_id=1, slug="far"), draft("Trams", city_id=9, slug="near"))
    hit = find("trams", Look(near={9: 0.9, 1: 0.1}), reader=None).hits[0]
    assert (hit.slug, "Its city is much like yours." in hit.reasons) == ("near", True)


def test_every_answer_says_why_in_whole_sentences():
    indexed(draft("Trams", themes=("mobility",)), draft("Buses"), vectors=True)
    for hit in find("trams for the city", reader=None).hits:
        assert hit.reasons
        assert all(reason.endswith(".") for reason in hit.reasons)


# -- bad weather


def test_without_the_model_words_alone_are_matched_and_the_reader_is_told(monkeypatch):
    indexed(draft("Trams"), vectors=True)

    def fail(_self, _texts):
        raise EmbeddingFailed("No model.")

    monkeypatch.setattr(Packaged, "embed", fail)
    found = find("trams that nobody asked for before", reader=None)
    assert keys(found.hits)
    assert found.notices == ("Only words were matched: the embedding model does not answer.",)


def test_a_question_that_is_too_long_is_refused_in_a_sentence():
    with pytest.raises(QuestionTooLong, match="Ask in at most 1000"):
        find("street " * 2000, reader=None)


@pytest.mark.parametrize(
    "text",
    [
        "'; DROP TABLE search_entry; --", '" OR 1=1', "title:trams AND (", "NEAR(a b)", "*",
        "<script>alert(1)</script>", "trams\x00", "日本語 العربية русский ไทย", "🙂", "-trams",
        "%s %(a)s {0}",
    ],
)  # fmt: skip
def test_hostile_text_is_only_text(text):
    indexed(draft("Trams"))
    found = find(text, reader=None)
    assert found.total <= 1


@given(text=st.text(max_size=60))
@settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
def test_any_text_gets_an_answer(text):
    indexed(draft("Trams", slug="a"), draft("Street lamps", slug="b"))
    found = find(text, reader=None)
    assert found.total >= len(found.hits)


@pytest.mark.parametrize("sort", [*SORTS, "nonsense"])
def test_any_order_may_be_asked_for(sort):
    indexed(draft("Trams"))
    assert len(find("trams", Look(sort=sort), reader=None).hits) == 1


def test_many_questions_are_answered_like_each_alone():
    indexed(draft("Trams"), draft("Street lamps"), draft("School meals"), vectors=True)
    texts = ["trams", "lamps in the street", "", "food for pupils"]
    together = find_many(texts, reader=None)
    assert [keys(one.hits) for one in together] == [
        keys(find(text, reader=None).hits) for text in texts
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_an_answer_costs_the_same_queries_for_one_entry_and_for_three(
    count, django_assert_num_queries
):
    indexed(*[draft(f"Tram {number}") for number in range(count)])
    find("tram", reader=None)
    with django_assert_num_queries(3):  # version, words, subject of the thesaurus; texts are held
        find("tram", reader=None)
