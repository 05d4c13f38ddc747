"""The catalogue of indicators, one of them, and the staff's tables of figures."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from decapolis.indicators.models import Observation, Upload
from tests.factories import cities, people
from tests.factories.indicators import observation
from tests.pages.test_people import queries_of, signed_in, text_of

pytestmark = pytest.mark.django_db

HOSTILE = ["<script>alert(1)</script>", "a\x00b", "\udcff", "東京 Αθήνα", "x" * 5000, "=1+1"]
DESK = "/staff/indicators"
GOOD = "city_id,indicator,year,value,unit,source\n4509884,poverty_rate,2023,25,% of people,census"


@pytest.fixture
def dayton():
    made = cities.city("Dayton", id=4509884)
    observation(made, "poverty_rate", 27.0, period="2022")
    return made


def table(text=GOOD, name="values.csv", kind="observations"):
    return {"table": kind, "file": SimpleUploadedFile(name, text.encode())}


def test_the_catalogue_says_how_far_each_indicator_reaches(client, dayton):
    observation(cities.city("Lille", "FR"), "poverty_rate", 12.0, period="2010")
    page = text_of(client.get("/indicators"))
    for words in ("1 indicator", "Poverty rate", "2 cities in 2 countries, 2010\N{EN DASH}2022"):
        assert words in page, words
    assert "No indicator fits" in text_of(client.get("/indicators?q=nothing"))
    found = client.get("/indicators?format=csv&source=census")
    assert found["Content-Type"].startswith("text/csv")
    assert found.content.decode().splitlines()[1].startswith("poverty_rate,Poverty rate,")


def test_an_indicator_is_seen_from_a_city(client, dayton):
    for year, value in ((2019, 30.0), (2020, 29.0)):
        observation(dayton, "poverty_rate", value, period=str(year))
    page = text_of(client.get("/indicators/poverty_rate?city=Dayton"))
    for words in (
        "Dayton from 30% in 2019 to 27% in 2022",
        "American Community Survey",
        "Licence: US public domain. 3 values.",
        "Which way",
        "All values as CSV",
    ):
        assert words in page, words
    rows = client.get("/indicators/poverty_rate?format=csv").content.decode().splitlines()
    assert len(rows) == 4
    assert rows[1].startswith("4509884,Dayton,Ohio,US,poverty_rate,2019,30.0,,% of people,census")


def test_what_is_not_known_of_a_city_is_told_so(client, dayton):
    akron = cities.city("Akron")
    page = text_of(client.get(f"/indicators/poverty_rate?city={akron.pk}"))
    assert "Akron: unknown." in page
    answer = client.get("/indicators/poverty_rate?city=Atlantis")
    assert answer.status_code == 422
    assert "No city in the gazetteer is called" in text_of(answer)
    assert client.get("/indicators/nothing").status_code == 404


@pytest.mark.parametrize("asked", HOSTILE)
def test_whatever_an_address_says_the_pages_answer(client, dayton, asked):
    for name in ("q", "theme", "source", "level"):
        answer = client.get("/indicators", {name: asked.encode("utf-8", "replace").decode()})
        assert answer.status_code == 200
        assert "<script>alert" not in text_of(answer)
    answer = client.get(
        "/indicators/poverty_rate", {"city": asked.encode("utf-8", "replace").decode()}
    )
    assert answer.status_code in {200, 422}
    assert "<script>alert" not in text_of(answer)


def town(number):
    """A city with three indicators in three years."""
    made = cities.city(f"Town {number}", lat=40.0 + number)
    for code in ("poverty_rate", "rent", "jobs"):
        for year in ("2019", "2021", "2022"):
            observation(made, code, 5.0 * number, period=year)


def test_pages_ask_as_often_for_four_as_for_one(client, dayton):
    addresses = ("/indicators", "/indicators/poverty_rate", "/indicators/poverty_rate?city=4509884")
    town(1)
    before = [queries_of(client, address) for address in addresses]
    for number in range(2, 5):
        town(number)
    assert [queries_of(client, address) for address in addresses] == before
    assert max(before) < 25


def test_figures_of_a_city_lead_to_their_indicators(client, dayton):
    assert 'href="/indicators/poverty_rate"' in text_of(client.get("/cities/4509884-dayton"))
    assert 'href="/indicators?source=census"' in text_of(client.get("/sources"))


def test_staff_hand_in_a_table_look_at_it_write_it_and_take_it_back(dayton):
    client = signed_in(people.staff(name="Sam"))
    assert "No table was handed in yet." in text_of(client.get(DESK))
    made = client.post(DESK, table())
    held = Upload.objects.get()
    assert (made.status_code, made["Location"]) == (302, f"{DESK}/{held.pk}")
    page = text_of(client.get(made["Location"]))
    for words in ("1 new, 0 changed", "Dayton, poverty_rate, 2023 (census)", "25%", "Write it"):
        assert words in page, words
    assert Observation.objects.count() == 1
    client.post(made["Location"], {"decision": "write"})
    assert Observation.objects.count() == 2
    assert "It is written" in text_of(client.get(made["Location"]))
    listed = text_of(client.get(DESK))
    assert "By Sam" in listed
    assert "Take back" in listed
    client.post(f"{DESK}/{held.pk}/take-back")
    assert Observation.objects.count() == 1
    assert "Taken back." in text_of(client.get(DESK))
    assert "wrote a table of figures" in text_of(client.get("/audit"))


def test_faults_stand_in_a_table_by_row_and_column(dayton):
    client = signed_in(people.staff())
    bad = GOOD.replace(",25,", ",much,") + "\n9,poverty_rate,2023,1,% of people,<b>x"
    answer = client.post(DESK, table(bad))
    assert answer.status_code == 422
    page = text_of(answer)
    assert "3 things are wrong in this table. Nothing was written." not in page  # <b>x is no id
    for words in ("Row", "Column", "What to do", "is not a number. Write one such as 12.5"):
        assert words in page, words
    assert "<b>x" not in page
    for files in ({}, table("", "values.csv"), table("a,b", "values.exe"), table(kind="nothing")):
        assert client.post(DESK, files).status_code == 422
    assert not Upload.objects.exists()


def test_a_table_can_be_thrown_away(dayton):
    client = signed_in(people.staff())
    client.post(DESK, table())
    client.post(f"{DESK}/{Upload.objects.get().pk}", {"decision": "discard"})
    assert not Upload.objects.exists()
    assert Observation.objects.count() == 1


@pytest.mark.parametrize("name", ["observations-csv", "indicators-xlsx", "sources-csv"])
def test_templates_are_there_and_no_others(name):
    client = signed_in(people.staff())
    answer = client.get(f"{DESK}/template/{name}")
    assert answer.status_code == 200
    assert answer["Content-Disposition"].endswith(f'.{name.rpartition("-")[2]}"')
    assert client.get(f"{DESK}/template/people-csv").status_code == 404


def test_others_find_no_desk_and_write_nothing(client, dayton):
    for one in (client, signed_in(people.person()), signed_in(people.person(is_operator=True))):
        assert one.get(DESK).status_code in {302, 404}
        assert one.post(DESK, table()).status_code in {302, 404}
    assert not Upload.objects.exists()
    assert Observation.objects.count() == 1
