"""Indicators by program: the catalogue, series, and tables of staff."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from decapolis.access.choices import Scope
from decapolis.indicators.models import Observation, Upload
from tests.factories import access, cities, people
from tests.factories.indicators import observation

pytestmark = pytest.mark.django_db

V1 = "/api/v1"
JSON = "application/json"
HEAD = "city_id,indicator,year,value,unit,source\n"
GOOD = f"{HEAD}4509884,poverty_rate,2023,25,% of people,census"


@pytest.fixture
def dayton():
    made = cities.city("Dayton", id=4509884)
    for year in ("2020", "2022"):
        observation(made, "poverty_rate", float(year[-2:]), period=year)
    return made


def program(person, *scopes):
    return Client(headers=access.bearer(access.token(person, *scopes)))


def send(client, text=GOOD, query=""):
    return client.post(
        f"{V1}/staff/uploads{query}", {"file": SimpleUploadedFile("v.csv", text.encode())}
    )


def test_the_catalogue_tells_how_far_each_reaches(client, dayton):
    (item,) = client.get(f"{V1}/indicators?q=poverty&theme=tests").json()["items"]
    assert item["coverage"] == {
        "cities": 1, "countries": 1, "values": 2, "first": 2020, "last": 2022,
    }  # fmt: skip
    assert client.get(f"{V1}/indicators?source=none").json()["total"] == 0
    one = client.get(f"{V1}/indicators/poverty_rate").json()
    assert [source["id"] for source in one["sources"]] == ["census"]
    assert (one["spread"]["places"], one["spread"]["median"]) == (1, 22.0)
    missing = client.get(f"{V1}/indicators/nothing")
    assert (missing.status_code, missing.json()["code"]) == (404, "indicators.unknown")


def test_a_series_holds_what_is_known_and_no_more(client, dayton):
    akron = cities.city("Akron")
    told = client.get(f"{V1}/indicators/poverty_rate/series?city=4509884&city={akron.pk}").json()
    assert [(line["city"], len(line["points"])) for line in told["lines"]] == [
        ("Dayton", 2),
        ("Akron", 0),
    ]
    assert told["lines"][0]["points"][0] == {
        "year": 2020, "period": "2020", "value": 20.0, "source": "census",
    }  # fmt: skip
    assert [source["id"] for source in told["sources"]] == ["census"]
    for asked in ("", "?city=1", "?city=x", "?city=" + "&city=1".join("1" * 22)):
        assert client.get(f"{V1}/indicators/poverty_rate/series{asked}").status_code == 422


def test_staff_write_a_table_and_take_it_back(dayton):
    client = program(people.staff())
    seen = send(client, query="?dry_run=true")
    assert (seen.status_code, seen.json()["added"], seen.json()["id"]) == (200, 1, None)
    assert not Upload.objects.exists()
    made = send(client)
    assert (made.status_code, made.json()["added"]) == (200, 1)
    assert Observation.objects.count() == 3
    listed = client.get(f"{V1}/staff/uploads").json()["items"]
    assert [one["name"] for one in listed] == ["v.csv"]
    path = f"{V1}/staff/uploads/{made.json()['id']}/take-back"
    assert client.post(path, {}, content_type=JSON).json()["taken_back"]
    assert Observation.objects.count() == 2
    again = client.post(path, {}, content_type=JSON)
    assert (again.status_code, again.json()["code"]) == (409, "indicators.upload_decided")
    assert (
        client.post(f"{V1}/staff/uploads/999/take-back", {}, content_type=JSON).status_code == 404
    )


def test_faults_are_told_by_row_and_column(dayton):
    bad = f"{HEAD}4509884,poverty_rate,2023,25,percent,census\n7,poverty_rate,2023,1,% of people,x"
    refused = send(program(people.staff()), bad)
    told = refused.json()
    assert (refused.status_code, told["code"]) == (422, "indicators.table_faulty")
    assert [fault["field"] for fault in told["errors"]] == [
        "file.2.unit",
        "file.3.city_id",
        "file.3.source",
    ]
    assert Observation.objects.count() == 2


def test_only_staff_with_the_scope_write(dayton):
    refused = send(program(people.person()))
    assert (refused.status_code, refused.json()["code"]) == (403, "decapolis.forbidden")
    narrow = send(program(people.staff(), Scope.READ))
    assert (narrow.status_code, narrow.json()["code"]) == (403, "api.scope_missing")
    assert send(Client()).status_code == 401
    assert program(people.person()).get(f"{V1}/staff/uploads").status_code == 403
    assert Observation.objects.count() == 2
