"""A city's theory of change: written as a form, drawn as a picture, handed out as files."""

from importlib import import_module

import pytest
from django.apps import apps

from decapolis.benchmarks.models import Theory
from decapolis.benchmarks.queries.theories import theories_of, theory_of
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
    "inputs-0-text": "Two million dollars", "inputs-0-to": "ac1, ac2", "inputs-0-id": "in1",
    "activities-0-text": "Put in LED lamps", "activities-0-id": "ac1",
    "activities-1-text": "Ask residents where", "activities-1-id": "ac2",
    "assumptions-0-text": "The state pays its half", "assumptions-0-to": "ac1",
    "assumptions-0-id": "as1",
}  # fmt: skip


NUMBERED = {
    "inputs": [{"text": "Money", "indicator": "", "leads_to": [0, 1]}],
    "activities": [
        {"text": "Put in lamps", "indicator": "", "leads_to": []},
        {"text": "Ask residents", "indicator": "", "leads_to": []},
    ],
}


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
        "1 assumption must hold.",
        "Must hold for: Put in LED lamps",
        "If: The state pays its half",
    ):
        assert words in shown, words
    assert "<svg class='strip theory'" in shown
    told = client.get(f"/cities/{dayton.pk}/theory.json").json()
    assert told["columns"]["inputs"][0]["leads_to"] == ["ac1", "ac2"]
    drawn = client.get(f"/cities/{dayton.pk}/theory.svg")
    assert drawn["Content-Type"] == "image/svg+xml"
    assert "Put in LED lamps" in drawn.content.decode()
    again = officer.get(f"{at(dayton)}/edit").content.decode()
    assert 'value="ac1, ac2"' in again


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
        ({"inputs-0-to": "ac9"}, "It leads to what is not in the next column: ac9."),
        ({"inputs-0-to": "as1"}, "It leads to what is not in the next column: as1."),
        ({"assumptions-0-to": "as1"}, "It must hold for what there is no step of: as1."),
        ({"activities-1-id": "ac1"}, "Give each its own id, of small letters and digits."),
        ({"activities-1-id": "A 1"}, "Give each its own id, of small letters and digits."),
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


def test_a_row_keeps_its_id_when_another_goes_and_no_id_comes_twice(dayton):
    officer = signed_in(hats.speaker(dayton))
    officer.post(f"{at(dayton)}/edit", SENT)
    left = {name: value for name, value in SENT.items() if not name.startswith("activities")}
    left |= {
        "base": "1", "inputs-0-to": "ac2", "assumptions-0-to": "",
        "activities-0-text": "Ask residents where", "activities-0-id": "ac2",
        "activities-1-text": "Measure the light",
    }  # fmt: skip
    officer.post(f"{at(dayton)}/edit", left)
    held = theory_of(dayton, reader=None)
    assert [box.id for box in held.columns["activities"]] == ["ac2", "ac3"]
    assert held.box("ac2").text == "Ask residents where"
    assert held.box("ac1") is None
    offered = officer.get(f"{at(dayton)}/edit").content.decode()
    assert 'name="activities-2-id" value="ac4"' in offered


def test_a_city_writes_one_for_each_initiative_to_be_beside_its_own(client, dayton):
    officer = signed_in(hats.speaker(dayton))
    first = officer.post(f"{at(dayton)}/new", SENT | {"title": "Lamps in Linden Avenue"})
    second = officer.post(f"{at(dayton)}/new", SENT | {"title": "Lamps in Linden Avenue"})
    one, other = first["Location"], second["Location"]
    assert (one, other) == (f"{at(dayton)}/lamps-in-linden-avenue", f"{one}-2")
    shown = client.get(at(dayton))
    assert "Nothing is written yet." in text_of(shown)
    assert one in shown.content.decode()
    officer.post(f"{one}/edit", SENT | {"base": "1", "title": "Lamps in Linden and Oak"})
    assert "Lamps in Linden and Oak" in text_of(client.get(one))
    assert (
        client.get(f"/cities/{dayton.pk}/theory/lamps-in-linden-avenue.json").json()["version"] == 2
    )
    drawn = client.get(f"/cities/{dayton.pk}/theory/lamps-in-linden-avenue.svg").content.decode()
    assert "What must hold" in drawn
    assert [line.slug for line in theories_of(dayton, reader=None)] == [
        "lamps-in-linden-avenue", "lamps-in-linden-avenue-2",
    ]  # fmt: skip
    assert client.get(f"{at(dayton)}/no-such").status_code == 404


def test_a_word_of_an_address_is_no_name_of_a_theory(dayton):
    officer = signed_in(hats.speaker(dayton))
    made = officer.post(f"{at(dayton)}/new", SENT | {"title": "New"})
    assert made["Location"] == f"{at(dayton)}/new-2"
    assert officer.post(f"{at(dayton)}/new", SENT | {"title": " "}).status_code == 422
    assert Theory.objects.count() == 1


def test_what_was_numbered_is_named_and_can_be_numbered_again(dayton):
    benchmarks.theory(dayton, content=NUMBERED, is_current=False)
    later = {**NUMBERED, "activities": NUMBERED["activities"][1:]}
    later["inputs"] = [{"text": "Money", "indicator": "", "leads_to": [0]}]
    benchmarks.theory(dayton, content=later, version=2)
    step = import_module("decapolis.benchmarks.migrations.0004_theories_of_initiatives")
    step.name_boxes(apps, None)
    first, second = Theory.objects.order_by("version")
    assert first.content["inputs"][0]["leads_to"] == ["ac1", "ac2"]
    assert second.content["activities"][0]["id"] == "ac2"
    assert second.content["inputs"][0]["leads_to"] == ["ac2"]
    benchmarks.theory(dayton, slug="lamps")
    step.number_boxes(apps, None)
    rows = list(Theory.objects.order_by("version"))
    assert [(row.slug, row.version, row.is_current) for row in rows] == [
        ("", 1, False), ("", 2, True), ("", 3, False),
    ]  # fmt: skip
    assert rows[0].content["inputs"] == NUMBERED["inputs"]
    assert rows[1].content["inputs"] == later["inputs"]
