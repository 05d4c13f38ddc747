"""What every route promises: problems, ETags, methods, and no 500 whatever is asked."""

import re
from itertools import product
from urllib.parse import quote, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from decapolis.api.interface import api
from decapolis.api.openapi import operations, operations_at, query_names
from decapolis.api.scopes import is_open
from decapolis.library.models import Practice
from tests.factories import benchmarks, cities, contributions, initiatives

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
OPEN = {  # what everybody reads
    path: operation
    for path, method, operation in operations(api)
    if method == "GET" and is_open(operation)
}
PATHS = sorted(OPEN)
SAMPLES = {
    "{framework}/{edition}": "judged/first",
    "frameworks/{slug}": "frameworks/judged",
    "cities/{code}": "cities/4509884",
    "practices/{slug}": "practices/lamps",
    "initiatives/{key}": "initiatives/lights",
    "documents/{slug}": "documents/guide",
    "technologies/{slug}": "technologies/led",
    "organisations/{slug}": "organisations/guild",
    "{city_id}": "4509884",
    "{other_id}": "4509884",
    "{iso2}": "US",
    "{code}": "population_acs",
    "versions/{number}": "versions/1",
}
ASKED = {
    "/brief": "?city=4509884&q=lamps",
    "/differences": "?before=1&after=1",
    "/series": "?city=4509884",
    "/compare": "?city=4509884&city=5174035",
}
HOSTILE = [
    "",
    "abc",
    "-1",
    "99999999999999999999999999",
    "9" * 5000,
    "1e999",
    "NaN",
    "'; DROP TABLE library_practice;--",
    "<script>alert(1)</script>",
    "Αθήνα 東京 مدينة",
    "%00",
    "a\x00b",
    "\udcff",
    "//evil.example",
    "x" * 10_000,
]


def address_of(path):
    for place, value in SAMPLES.items():
        path = path.replace(place, value)
    return re.sub(r"{\w+}", "1", path)


def check_problem(response):
    assert response["Content-Type"] == "application/problem+json"
    body = response.json()
    assert body["status"] == response.status_code
    assert set(body) >= {"type", "title", "detail", "code", "message", "field"}
    assert body["code"]
    assert body["message"].endswith(".")
    return body


def encoded(value):
    return quote(value.encode("utf-8", "surrogateescape"), safe="")


@pytest.mark.parametrize("method", METHODS)
def test_only_the_methods_of_a_route_are_allowed(client, method):
    for path, known in operations_at(api).items():
        if method in known:
            continue
        response = getattr(client, method.lower())(address_of(path))
        assert response.status_code == 405, path
        allowed = {*known, *({"HEAD"} if "GET" in known else ())}
        assert set(response["Allow"].split(", ")) == allowed
        assert check_problem(response)["code"] == "api.method_not_allowed"


def test_an_answer_that_the_reader_holds_is_not_sent_again(client, dayton):
    contributions.two_versions(Practice.objects.get(slug="lamps"))
    judged = benchmarks.framework(slug="judged")
    benchmarks.published(judged, dayton, cities.city("Toledo", id=5174035), slug="first")
    benchmarks.theory(dayton)
    benchmarks.theory(dayton, slug="1")
    lights = initiatives.initiative(key="lights", opened="public", shows_plan=True)
    initiatives.line(lights, "cost", pk=1)
    for path in PATHS:
        address = address_of(path) + ASKED.get(f"/{path.rpartition('/')[2]}", "")
        first = client.get(address)
        assert first.status_code == 200, path
        assert first["ETag"]
        assert "no-cache" in first["Cache-Control"]
        assert {"Authorization", "Cookie"} <= set(first["Vary"].split(", "))
        again = client.get(address, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        other = client.get(address, headers={"If-None-Match": '"another"'})
        assert other.content == first.content


def test_a_changed_answer_has_another_etag(client, dayton):
    before = client.get("/api/v1/practices/lamps")["ETag"]
    dayton.practices.update(title="Newer lamps")
    again = client.get("/api/v1/practices/lamps", headers={"If-None-Match": before})
    assert (again.status_code, again["ETag"] != before) == (200, True)


def test_the_head_alone_may_be_asked_for(client, dayton):
    response = client.head("/api/v1/practices/lamps")
    assert (response.status_code, response.content) == (200, b"")
    assert response["ETag"] == client.get("/api/v1/practices/lamps")["ETag"]


@pytest.mark.parametrize("address", ["", "practices/", "nowhere", "cities/abc", "cities/1/2/3"])
def test_an_address_that_is_none_of_ours_is_a_problem_too(client, address):
    response = client.get(f"/api/v1/{address}")
    assert response.status_code == 404
    assert check_problem(response)["code"] == "api.no_such_route"


def test_a_parameter_that_there_is_not_is_refused(client, db):
    for path in PATHS:
        response = client.get(address_of(path), {"thme": "energy"})
        assert response.status_code == 422, path
        body = check_problem(response)
        assert (body["code"], body["field"]) == ("api.unknown_parameter", "thme")


def test_every_fault_is_told_with_its_field(client, db):
    response = client.get("/api/v1/practices?theme=nothing&evidence=9&limit=0&country=USA")
    assert response.status_code == 422
    body = check_problem(response)
    assert {fault["field"] for fault in body["errors"]} == {"theme", "evidence", "limit", "country"}
    assert all(fault["message"].endswith(".") for fault in body["errors"])


def test_a_name_of_several_cities_comes_with_choices(client, starter):
    body = check_problem(client.get("/api/v1/brief?city=Springfield&q=lamps"))
    assert (body["status"], body["code"], body["field"]) == (422, "cities.ambiguous", "city")
    assert "Springfield, Illinois, United States" in [one["label"] for one in body["choices"]]


def test_a_misspelt_city_comes_with_near_spellings(client, starter):
    body = check_problem(client.get("/api/v1/find?city=Daytin"))
    assert (body["status"], body["code"], body["field"]) == (422, "cities.unknown", "city")
    assert body["choices"][0]["id"] == 4509884


@pytest.mark.parametrize("path", PATHS)
def test_no_value_of_any_parameter_breaks_it(client, dayton, path):
    for name, value in product(query_names(OPEN[path]), HOSTILE):
        response = client.get(f"{address_of(path)}?{name}={encoded(value)}")
        assert response.status_code in {200, 400, 404, 422}, (name, value[:30])
        if response.status_code != 200:
            check_problem(response)


def test_no_address_breaks_it(client, dayton):
    starts = {path[: path.index("{")] for path in PATHS if "{" in path}
    for start, value in product(starts, HOSTILE):
        response = client.get(f"{start}{encoded(value)}")
        assert response.status_code in {200, 400, 404}, (start, value[:30])
        if response.status_code != 200:
            check_problem(response)


def test_too_many_parameters_are_refused(client, db):
    response = client.get("/api/v1/practices?" + "&".join(["theme=energy"] * 2000))
    assert response.status_code == 400
    assert check_problem(response)["code"] == "api.unreadable"


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    asked=st.dictionaries(
        st.sampled_from(["theme", "country", "size", "since", "limit", "offset", "unit", "order"]),
        st.text(max_size=40),
    )
)
def test_any_text_at_all_is_answered(client, db, asked):
    pairs = {name: value.encode("utf-8", "replace") for name, value in asked.items()}
    response = client.get(f"/api/v1/practices?{urlencode(pairs)}")
    assert response.status_code in {200, 400, 422}


def test_another_host_is_refused_in_the_form_that_who_asks_can_read(client):
    asked = {"headers": {"host": "elsewhere.example"}}
    assert check_problem(client.get("/api/v1/status", **asked))["code"] == "api.unreadable"
    page = client.get("/about", **asked)
    assert (page.status_code, page.headers["Content-Type"]) == (400, "text/html; charset=utf-8")
