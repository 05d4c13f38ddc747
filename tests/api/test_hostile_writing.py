"""No body, field or number breaks a route that writes, and none of it is written."""

import json
import re

import pytest
from django.test import Client

from decapolis.api.bodies import takes_files
from decapolis.api.interface import api
from decapolis.api.openapi import described, operations
from decapolis.audit.models import AuditEntry
from tests.api.test_promises import HOSTILE, address_of, check_problem
from tests.factories import access, contributions, people

WRITING = sorted(
    (path, method)
    for path, method, operation in operations(api)
    if method != "GET" and not takes_files(operation)
)
SHAPES = described(api)["components"]["schemas"]


def fields_of(operation):
    """The names of what an operation takes."""
    content = operation.get("requestBody", {}).get("content", {})
    if "application/json" not in content:
        return []
    return sorted(
        SHAPES[content["application/json"]["schema"]["$ref"].rpartition("/")[2]]["properties"]
    )


FIELDS = {
    (path, method): fields_of(operation)
    for path, method, operation in operations(api)
    if method != "GET"
}
OUR_NUMBERS = re.compile(r"{(number|(hat|person|invitation|draft|call|line)_id)}")
ANSWERED = {200, 201, 400, 403, 404, 409, 412, 413, 415, 422}
VALUES = [
    *HOSTILE, None, True, 0, -1, 2**63, 10**400, 1e308, [], {}, [None], [[[]]], {"a": {"b": [1]}},
    ["x"] * 1000, {"costs": [{"amount": "9" * 400, "currency": "<b>"}]},
    {"title": {"x": 1}, "city": [], "themes": "energy", "sources": {"url": 1}},
]  # fmt: skip
TURNS = 3  # a field gets every third value, the next field the others; in a soak each gets all
BODIES = [
    b"{", b"[]", b"null", b"1", b'"text"', b"\xff\xfe", b'{"a": NaN}', b'{"a": Infinity}',
    b'{"a": "\\u0000"}', b'{"a": "\\ud800"}', b"[" * 100_000, b'{"a":' * 3000 + b"1" + b"}" * 3000,
    b'{"a": ' + b"9" * 5000 + b"}", b'{"a": 1, "a": 2}', b" ",
]  # fmt: skip


@pytest.fixture
def client(dayton):
    """A program of somebody who may do all that network staff may."""
    contributions.two_versions(dayton.practices.get())
    person = people.staff(is_reviewer=True)
    return Client(headers=access.bearer(access.token(person)))


def sent(client, path, method, body, kind="application/json"):
    return client.generic(method, address_of(path), body, kind)


@pytest.mark.parametrize(("path", "method"), WRITING)
def test_no_body_breaks_it(client, path, method):
    acts = AuditEntry.objects.count()
    for body in BODIES:
        response = sent(client, path, method, body)
        assert response.status_code in ANSWERED - {200, 201}, body[:30]
        check_problem(response)
    large = sent(client, path, method, b'{"a": "' + b"x" * 2_100_000 + b'"}')
    assert (large.status_code, check_problem(large)["code"]) == (413, "api.body_too_large")
    form = sent(client, path, method, b"a=1", "application/x-www-form-urlencoded")
    assert (form.status_code, check_problem(form)["code"]) == (415, "api.json_only")
    assert AuditEntry.objects.count() == acts


@pytest.mark.parametrize(("path", "method"), [one for one in WRITING if FIELDS[one]])
def test_no_value_of_any_field_breaks_it(client, path, method, soaks):
    usual = {
        "record": contributions.values(), "base": 2, "question": "How?", "text": "So.", "level": 1,
        "reasons": "It says what was done, plainly.", "version": 2, "city": 4509884, "year": 2020,
        "changed": "Nothing.", "gave": "Little.", "role": "staff", "email": "a@city.example",
    }  # fmt: skip
    told = {name: usual[name] for name in FIELDS[path, method] if name in usual}
    for at, name in enumerate(FIELDS[path, method]):
        for value in VALUES if soaks else VALUES[at % TURNS :: TURNS]:
            body = json.dumps(told | {name: value}).encode()
            response = sent(client, path, method, body)
            assert response.status_code in ANSWERED, (name, str(value)[:30], response.content[:300])
            if response.status_code not in {200, 201}:
                check_problem(response)


@pytest.mark.parametrize(("path", "method"), [one for one in WRITING if FIELDS[one]])
def test_a_field_that_there_is_not_is_refused(client, path, method):
    response = sent(client, path, method, b'{"nmae": 1}')
    assert response.status_code == 422
    assert "nmae" in {one["field"] for one in check_problem(response)["errors"]}


@pytest.mark.parametrize("number", ["0", "9223372036854775808", "9" * 400])
def test_no_number_in_an_address_breaks_it(client, number):
    asked = 0
    for path, method, _operation in operations(api):
        place = OUR_NUMBERS.sub(number, path)
        if place != path:
            response = client.generic(method, address_of(place), b"{}", "application/json")
            assert response.status_code in ANSWERED - {200, 201}, (method, path)
            check_problem(response)
            asked += 1
    assert asked > 20


FORM = "multipart/form-data; boundary=x"
PART = b"--x\r\nContent-Disposition: form-data; name=file"


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{}", "application/json", 415),
        (b"", FORM, 415),
        (b"--x\r\n", FORM, 422),
        (b"\xff" * 5000, FORM, 400),
        (b"a", "multipart/form-data; boundary=" + "y" * 300, 400),
        (PART + b"\r\n\r\nA\r\n--x--", FORM, 422),
        (PART + b"; filename=a.exe\r\n\r\nMZ\r\n--x--\r\n", FORM, 422),
    ],
)
def test_no_form_with_a_file_breaks_it(client, body, kind, status):
    response = client.generic("POST", "/api/v1/files", body, kind)
    assert response.status_code == status, response.content
    check_problem(response)
