"""A city's theory of change: written as a form, drawn as a picture, handed out as files."""

import pytest

from decapolis.benchmarks.models import Theory
from tests.factories import benchmarks, cities, hats, people
from tests.pages.test_people import signed_in, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def dayton():
    return cities.city("Dayton")


def at(city):
    return f"/cities/{city.pk}-dayton/theory"


SENT = {
    "title": "Safe streets at night", "base": "0", "visibility": "public",
    "inputs-0-text": "Two million dollars", "inputs-0-to": "1, 2",
    "activities-0-text": "Put in LED lamps", "activities-1-text": "Ask residents where",
    "assumptions-0-text": "The state pays its half",
}  # fmt: skip


def test_who_speaks_for_a_city_writes_it_and_everyone_reads_it(client, dayton):
    officer = signed_in(hats.speaker(dayton))
    assert "Nothing is written yet." in text_of(client.get(at(dayton)))
    assert officer.post(f"{at(dayton)}/edit", SENT)["Location"] == at(dayton)
    shown = text_of(client.get(at(dayton)))
    for words in (
        "Safe streets at night",
        "Two million dollars",
        "Assumptions",
        "2 links lead on.",
    ):
        assert words in shown, words
    assert "<svg class='strip theory'" in shown
    told = client.get(f"/cities/{dayton.pk}/theory.json").json()
    assert told["columns"]["inputs"][0]["leads_to"] == [0, 1]
    drawn = client.get(f"/cities/{dayton.pk}/theory.svg")
    assert drawn["Content-Type"] == "image/svg+xml"
    assert "Put in LED lamps" in drawn.content.decode()
    again = officer.get(f"{at(dayton)}/edit").content.decode()
    assert 'value="1, 2"' in again


def test_a_change_is_a_version_and_the_same_again_is_none(dayton):
    officer = signed_in(hats.speaker(dayton))
    for base, title in (("0", "First"), ("1", "Second"), ("2", "Second")):
        officer.post(f"{at(dayton)}/edit", SENT | {"base": base, "title": title})
    rows = Theory.objects.order_by("version").values_list("version", "title", "is_current")
    assert list(rows) == [(1, "First", False), (2, "Second", True)]


def test_of_two_at_once_the_second_is_told_and_keeps_the_text(dayton):
    benchmarks.theory(dayton)
    shown = signed_in(hats.speaker(dayton)).post(f"{at(dayton)}/edit", SENT)
    assert shown.status_code == 422
    assert "Somebody saved another version meanwhile." in text_of(shown)
    assert "The state pays its half" in text_of(shown)
    assert Theory.objects.count() == 1


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"title": " "}, "Say in a sentence what should change."),
        ({"inputs-0-to": "9"}, "It leads to what is not in the next column."),
        ({"inputs-0-to": "north"}, "It leads to what is not in the next column."),
        ({"inputs-0-code": "no_such"}, "There is no indicator no_such."),
        ({"inputs-0-text": "x" * 301}, "Write it in at most 300 letters."),
        ({"outcomes-0-to": "1"}, "Write it in at most 300 letters."),
    ],
)
def test_what_will_not_do_is_told_and_nothing_is_written(dayton, sent, words):
    shown = signed_in(hats.speaker(dayton)).post(f"{at(dayton)}/edit", SENT | sent)
    assert shown.status_code == 422
    assert words in text_of(shown)
    assert not Theory.objects.exists()


def test_words_of_a_city_are_shown_as_words(client, dayton):
    officer = signed_in(hats.speaker(dayton))
    officer.post(f"{at(dayton)}/edit", SENT | {"inputs-0-text": "<script>alert(1)</script>"})
    for address in (at(dayton), f"/cities/{dayton.pk}/theory.svg"):
        assert "<script>alert" not in client.get(address).content.decode()


def test_others_do_not_write_it_and_members_alone_read_what_is_theirs(client, dayton):
    assert signed_in(people.person()).post(f"{at(dayton)}/edit", SENT).status_code == 403
    assert not Theory.objects.exists()
    benchmarks.theory(dayton, visibility="network")
    assert "Two million dollars" not in text_of(client.get(at(dayton)))
    assert client.get(f"/cities/{dayton.pk}/theory.svg").status_code == 404
    assert "Two million dollars" in text_of(signed_in(people.person()).get(at(dayton)))
