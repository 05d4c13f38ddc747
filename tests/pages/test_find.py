"""One box over everything, and the lists of each kind."""

import csv
import io
import re
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from decapolis.library.choices import Evidence, Status, Went
from decapolis.library.queries.document import document_rows
from decapolis.library.queries.rows import practice_rows
from decapolis.ops.preparing import index_words
from decapolis.pages.find.contexts.hits import Nearby, failed_and_result, hits_of
from decapolis.pages.find.forms import FindQuery
from decapolis.search.queries import Hit as Answer
from tests.factories import cities, library, organisations, reviews

HOSTILE = [
    "'; DROP TABLE library_practice;--",
    '"><script>alert(1)</script>',
    "a\x00b",
    "освещение улиц",
    "街路照明",
    "a" * 10_000,
    "-1",
    "%",
    "{{ 7*7 }}",
]
PARAMETERS = (
    "q", "city", "kind", "theme", "country", "size", "status", "subkind", "cost", "evidence",
    "near", "without", "spelling", "sort", "view", "page",
)  # fmt: skip
ROOMS = ("/find", "/library", "/practices/", "/documents/", "/technologies/", "/organisations/")


def text_of(response):
    return " ".join(response.content.decode().split())


def said_in(client, url):
    """Return the sentence in large letters above answers."""
    return re.search(r'<p class="says">(.*?)</p>', text_of(client.get(url)))[1].strip()


def queries_of(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def lines_of(response):
    body = b"".join(response.streaming_content).decode()
    return list(csv.DictReader(io.StringIO(body)))


@pytest.fixture
def held(db):
    """Index a small library: two practices, a document, a technology, an organisation."""
    dayton, ithaca = cities.city("Dayton"), cities.city("Ithaca", admin1_name="New York")
    lamps = library.practice(slug="lamps", title="Street lighting by LED", city=dayton)
    library.cost(lamps, 2_000_000, quantity=1000, unit="lamp", scope="units only")
    library.practice(
        slug="failed",
        title="Street lighting by gas",
        city=ithaca,
        status=Status.CANCELLED,
        went=Went.BADLY,
        evidence=Evidence.MEASURED,
        themes=["energy", "waste"],
        setback="The gas ran out.",
    )
    library.document(slug="guide", title="A guide to street lighting", language="es")
    library.technology("Street lighting control", slug="control")
    organisations.organisation("Street lighting league", slug="league")
    library.practice(slug="hidden", title="Street lighting in secret", **library.HIDDEN)
    index_words()
    return dayton


def test_a_question_is_answered_over_all_kinds(client, held):
    page = text_of(client.get("/find?q=street+lighting"))
    for url in (
        "/practices/lamps",
        "/practices/failed",
        "/documents/guide",
        "/technologies/control",
        "/organisations/league",
    ):
        assert f'href="{url}"' in page, url
    assert "5 answers, the best first" in page
    assert "Why it is here:" in page


def test_what_is_for_members_is_found_neither_on_pages_nor_in_files_nor_in_counts(client, held):
    assert "lighting in secret" not in text_of(client.get("/find?q=secret"))
    assert "2 records" in text_of(client.get("/practices/"))
    assert {line["slug"] for line in lines_of(client.get("/find.csv?kind=practice"))} == {
        "lamps",
        "failed",
    }


def test_a_failure_is_told_in_its_line(client, held):
    page = text_of(client.get("/find?q=street+lighting&status=failed"))
    assert '<span class="wrong">Cancelled.</span>' in page
    assert "The gas ran out." in page
    assert 'href="/practices/lamps"' not in page


def test_filters_stand_in_the_address_and_can_be_taken_away(client, held):
    page = client.get("/practices/?theme=waste&country=US")
    assert "1 record" in text_of(page)
    assert 'href="/practices/?country=US"' in page.content.decode()
    assert "Take all away" in page.content.decode()


def test_a_filter_that_does_not_exist_is_left_out(client, held):
    for query in ("theme=nonsense", "status=gone", "size=huge", "country=XYZ", "sort=odd"):
        assert "2 records" in text_of(client.get(f"/practices/?{query}")), query


def test_a_typed_city_becomes_its_number_and_is_remembered(client, held):
    response = client.get("/find", {"q": "street lighting", "city": "Dayton, Ohio"})
    assert response.status_code == 302
    assert parse_qs(urlsplit(response["Location"]).query) == {
        "q": ["street lighting"],
        "city": [str(held.pk)],
    }
    assert client.cookies["city"].value == str(held.pk)


def test_an_address_with_another_city_does_not_change_the_readers_own(client, held):
    own = cities.city("Akron")
    client.cookies["city"] = str(own.pk)
    response = client.get(f"/find?q=street&city={held.pk}")
    assert "city" not in response.cookies
    assert "Comparing with" in text_of(response)
    assert "Dayton, Ohio" in text_of(response)


def test_a_city_of_two_is_asked_back_with_both(client, held):
    cities.city("Springfield", admin1_name="Illinois")
    cities.city("Springfield", admin1_name="Massachusetts")
    page = text_of(client.get("/find?q=street+lighting&city=Springfield"))
    assert "Several cities are called Springfield." in page
    assert "Springfield, Illinois, United States" in page
    assert "5 answers" in page


def test_a_city_that_does_not_exist_is_said_so_and_the_answers_stand(client, held):
    page = text_of(client.get("/find?q=street+lighting&city=Atlantis"))
    assert "No city in the gazetteer is called" in page
    assert "5 answers" in page


def test_side_by_side_sets_practices_beside_the_city(client, held):
    page = text_of(client.get(f"/find?q=street+lighting&city={held.pk}&view=compare"))
    assert "Close to Dayton" in page
    assert "your own city" in page
    assert "The gas ran out." in page


def test_a_question_for_a_city_opens_side_by_side_and_the_list_is_one_tab_away(client, held):
    page = text_of(client.get(f"/find?q=street+lighting&city={held.pk}"))
    assert "2 practices side by side, the closest cities first" in page
    assert re.search(r'aria-current="[a-z]+"[^>]*>\s*Practices', page)
    listed = f"/find?q=street+lighting&amp;city={held.pk}&amp;view=list"
    assert f'href="{listed}"' in page
    page = text_of(client.get(listed.replace("&amp;", "&")))
    assert "5 answers, the best first" in page
    assert re.search(r'aria-current="[a-z]+"[^>]*>\s*Everything', page)


def test_documents_are_never_set_side_by_side(client, held):
    address = f"/find?q=street+lighting&city={held.pk}&kind=document&view=compare"
    page = text_of(client.get(address))
    assert "1 answer, the best first" in page
    assert 'href="/documents/guide"' in page


def test_while_a_city_is_asked_back_nothing_is_compared_with_another(client, held):
    cities.city("Springfield", admin1_name="Illinois")
    cities.city("Springfield", admin1_name="Massachusetts")
    client.cookies["city"] = str(held.pk)
    page = text_of(client.get("/find?q=street+lighting&city=Springfield"))
    assert 'name="city" value="Springfield"' in page
    assert "Close to Dayton" not in page


def test_the_readers_own_city_is_called_so_in_a_list(client, held):
    page = text_of(client.get(f"/find?q=street+lighting&city={held.pk}&view=list"))
    assert "Your city" in page[page.index('id="answers"') :]
    assert page.count("Close to Dayton for energy and light") == 1


def test_without_a_question_no_record_says_why_it_is_here(client, held):
    client.cookies["city"] = str(held.pk)
    assert "Why it is here" not in text_of(client.get("/practices/"))


def test_a_reason_that_all_share_is_not_told(db):
    answers = [Answer("document", str(n), "", "", "", 1.0, ("Shared.",)) for n in range(9)]
    answers[3] = replace(answers[3], reasons=("Shared.", "Its own."))
    for one in answers:
        library.document(slug=one.slug)
    slugs = [one.slug for one in answers]
    rows = {"document": {row.slug: row for row in document_rows(slugs, reader=None)}}
    shown = hits_of(answers, rows, Nearby(None, {}))
    assert [hit.why for hit in shown if hit.why] == [("Its own.",)]


@pytest.mark.parametrize("graded", [1, 3])
def test_answers_tell_the_reviewed_level_at_a_fixed_number_of_queries(client, db, graded):
    for number in range(3):
        practice = library.practice(title=f"Lamps {number}")
        library.outcome(practice)
        if number < graded:
            reviews.review(practice)
    index_words()
    page = text_of(client.get("/practices/?sort=evidence"))
    assert page.count("<dd>Level 2 of 5: measured</dd>") == graded
    assert page.count("; not reviewed</dd>") == 3 - graded
    lines = lines_of(client.get("/find.csv?kind=practice"))
    told = sorted(line["evidence"] for line in lines)
    assert told[:graded] == ["Level 2 of 5: measured"] * graded
    assert queries_of(client, "/practices/?sort=evidence") == queries_of(client, "/practices/")


@pytest.mark.parametrize(
    ("result", "failed", "rest"),
    [
        ("Cancelled in 2020 after protest.", "Cancelled", "in 2020 after protest."),
        ("Cancelled: the company left.", "Cancelled:", "the company left."),
        ("The company left.", "Cancelled.", "The company left."),
        ("", "Cancelled.", ""),
    ],
)
def test_a_failure_is_not_told_twice(db, result, failed, rest):
    library.practice(slug="gas", status=Status.CANCELLED, result=result)
    (row,) = practice_rows(["gas"], reader=None)
    assert failed_and_result(row) == (failed, rest)


def test_home_answers_and_side_by_side_say_the_same(client, starter):
    asked = "q=street+lighting&city=4509884"
    client.cookies["city"] = "4509884"
    pages = ["/", f"/find?{asked}", f"/find?{asked}&view=list"]
    said = [said_in(client, url) for url in pages]
    assert said[0] == said[1] == said[2]
    assert re.search(r"<b>Int\$\d+ to Int\$[\d,]+ a lamp</b> in 3 programmes", said[0])


def test_a_pair_of_cities_has_one_rank_on_every_page(client, starter):
    client.cookies["city"] = "4509884"
    asked = "/find?q=los+angeles+led+street+lights&city=4509884&view=list"
    told = text_of(client.get("/practices/los-angeles-led-streetlights"))
    rank = re.search(r"Los Angeles is the ([\d,]+th) nearest", told)
    assert rank
    page = text_of(client.get(asked))
    first = page[page.index('href="/practices/los-angeles-led-streetlights"') :][:2500]
    assert "Close to Dayton for energy and light" in first
    assert f"{rank[1]} of 6,079" in first


def test_a_map_shows_where_answers_are(client, held):
    page = text_of(client.get("/find?q=street+lighting&view=map"))
    assert "City with a practice" in page
    assert "A programme was cancelled here" in page


def test_the_brief_is_offered_for_a_city_and_a_question(client, held):
    assert "/brief?" not in text_of(client.get("/find?q=street+lighting"))
    page = text_of(client.get(f"/find?q=street+lighting&city={held.pk}"))
    assert f"/brief?city={held.pk}&amp;q=street+lighting" in page


def test_nothing_found_says_so_and_shows_ways_out(client, held):
    page = text_of(client.get("/find?q=street+lighting&country=BR"))
    assert "Nothing was found." in page
    assert "The same without filters" in page


def test_a_word_that_was_taken_away_stays_in_the_address(client, held):
    page = client.get("/find?q=street+lighting+that+failed").content.decode()
    assert "went badly" in page
    assert "without=outcome%3Abadly" in page
    taken = client.get("/find?q=street+lighting+that+failed&without=outcome:badly")
    assert "Some words were taken away." in taken.content.decode()


def test_who_asks_for_failures_is_led_to_them_alone(client, held):
    page = client.get("/find?q=street+lighting+that+failed").content.decode()
    assert "Only practices that were cancelled or went badly" in page


def test_the_file_of_one_kind_has_all_its_columns(client, held):
    response = client.get("/find.csv?kind=practice&status=failed")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert "practices.csv" in response["Content-Disposition"]
    [line] = lines_of(response)
    assert line["slug"] == "failed"
    assert "constant_international_dollars" in line


def test_the_file_of_all_kinds_has_what_all_of_them_share(client, held):
    lines = lines_of(client.get("/find.csv?q=street+lighting"))
    assert {line["kind"] for line in lines} == {
        "practice",
        "document",
        "technology",
        "organisation",
    }
    assert all(line["title"] for line in lines)


@pytest.mark.parametrize("value", HOSTILE)
def test_no_parameter_breaks_the_answers(client, held, value):
    for name in PARAMETERS:
        assert client.get("/find", {"q": "street", name: value}).status_code == 200, name


@pytest.mark.parametrize("room", ROOMS)
def test_nothing_in_an_address_breaks_a_list(client, held, room):
    for value in HOSTILE:
        assert client.get(room, dict.fromkeys(PARAMETERS, value)).status_code == 200, value


def test_nothing_in_an_address_breaks_a_file(client, held):
    for value in HOSTILE:
        response = client.get("/find.csv", dict.fromkeys(PARAMETERS, value))
        assert response.status_code == 200, value
        lines_of(response)


def test_half_letters_and_broken_bytes_in_an_address_break_nothing(client, held):
    for query in (
        "q=%ED%A0%80",
        "q=%FF%FE&city=%FF",
        "theme=%00&country=%C3%28",
        "&&&=;=",
        "q[]=1",
    ):
        assert client.get(f"/find?{query}").status_code == 200, query


def test_what_is_asked_is_escaped(client, held):
    page = client.get("/find", {"q": "<script>alert(1)</script>", "city": "<b>x"}).content.decode()
    assert "<script>alert" not in page
    assert "<b>x" not in page


def test_a_question_of_ten_thousand_letters_is_cut_and_said_so(client, held):
    page = text_of(client.get("/find", {"q": "street " * 1500}))
    assert "Only the first 1,000 letters of the question were read." in page


@pytest.mark.parametrize("page", ["-1", "abc", "0", "99999", "1e5", "٣", ""])
def test_a_page_that_is_not_there_is_the_nearest_that_is(client, held, page):
    response = client.get("/practices/", {"page": page})
    assert "2 records" in text_of(response)
    assert 'href="/practices/lamps"' in response.content.decode()


@pytest.mark.parametrize(
    ("room", "add"),
    [
        ("/practices/", lambda n: library.cost(library.practice(city=cities.city(f"City {n}")))),
        ("/documents/", lambda n: library.document(city=cities.city(f"City {n}"))),
        ("/technologies/", lambda _n: library.technology()),
        ("/organisations/", lambda n: organisations.organisation(city=cities.city(f"City {n}"))),
    ],
)
def test_a_list_asks_as_much_of_the_database_for_one_record_as_for_three(client, db, room, add):
    add(1)
    index_words()
    once = queries_of(client, room)
    add(2)
    add(3)
    index_words()
    assert queries_of(client, room) == once


def test_answers_ask_as_much_of_the_database_for_one_practice_as_for_three(client, held):
    url = f"/find?q=street+lighting&kind=practice&city={held.pk}"
    library.practice(title="Street lighting again", city=held)
    index_words()
    once = queries_of(client, url)
    for number in range(2):
        more = library.practice(title="Street lighting more", city=cities.city(f"City {number}"))
        library.cost(more, quantity=3, unit="lamp")
    index_words()
    assert queries_of(client, url) == once


def test_lists_hold_no_inline_style_or_script(client, held):
    for url in ("/find?q=street", "/practices/", f"/find?q=street&city={held.pk}&view=compare"):
        page = client.get(url).content.decode()
        assert "style=" not in page
        assert "<script>" not in page


def test_an_empty_library_is_no_error(client, db):
    for room in ROOMS:
        assert client.get(room).status_code == 200


@given(
    values=st.dictionaries(
        st.sampled_from(PARAMETERS), st.lists(st.text(max_size=40), max_size=3), max_size=6
    )
)
def test_an_address_made_from_what_was_read_is_read_the_same(values):
    query = QueryDict(mutable=True)
    for name, given_values in values.items():
        query.setlist(name, given_values)
    read = FindQuery.read(query)
    again = FindQuery.read(QueryDict(urlsplit(read.url(page=read.page)).query))
    assert again == read
