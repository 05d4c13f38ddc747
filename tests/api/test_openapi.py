"""The description of the interface is committed; a change of its shape shows in the diff."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from decapolis.access.choices import Scope
from decapolis.api.management.commands.openapi import REFERENCE, as_text
from tests.permissions.table import API

PATHS = json.loads(as_text())["paths"]
OPERATIONS = {
    f"{method} {path}": operation
    for path, methods in PATHS.items()
    for method, operation in methods.items()
}


def test_the_committed_description_is_the_live_one(client):
    committed = REFERENCE.read_text(encoding="utf-8")
    assert committed == as_text(), "Run: decapolis openapi --write"
    assert client.get("/api/v1/openapi.json").json() == json.loads(committed)


def test_it_is_openapi_3_1():
    document = json.loads(as_text())
    assert document["openapi"].startswith("3.1.")
    assert document["info"]["version"]


def test_the_command_prints_it():
    out = StringIO()
    call_command("openapi", stdout=out)
    assert out.getvalue() == as_text()


def test_every_route_is_described():
    routes = {row.route.replace("<int:", "<").replace("<", "{").replace(">", "}") for row in API}
    routes -= {"api/v1/", "api/v1/openapi.json"}
    assert {path.lstrip("/") for path in PATHS} == routes


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_operation_says_what_it_does_takes_and_answers(name):
    operation = OPERATIONS[name]
    assert operation["description"].endswith(".")
    assert "Raises" not in operation["description"]
    assert operation["tags"]
    reads = name.startswith("get ")
    done = {"200", "304"} if reads else {"200"} & set(operation["responses"]) or {"201"}
    assert set(operation["responses"]) == {*done, "default"}
    for parameter in operation["parameters"]:
        if parameter["in"] == "query":
            assert parameter["description"].endswith("."), parameter["name"]


def test_only_a_token_writes_and_says_with_which_scope():
    for name, operation in OPERATIONS.items():
        ways = operation["security"]
        if not name.startswith("get ") and not operation.get("x-reads"):
            assert [list(way) for way in ways] == [["token"]], name
        assert all(scope in Scope.values for way in ways for scope in way.get("token", [])), name


def test_what_is_asked_by_post_and_writes_nothing_is_open_to_everybody():
    open_ones = {name for name, operation in OPERATIONS.items() if operation.get("x-reads")}
    assert open_ones == {"post /api/v1/rankings/{framework}/{edition}/weigh"}


def test_operation_ids_are_told_once():
    names = [operation["operationId"] for operation in OPERATIONS.values()]
    assert len(names) == len(set(names))


def test_every_reference_leads_somewhere():
    text = as_text()
    schemas = json.loads(text)["components"]["schemas"]
    named = {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}
    assert named <= set(schemas)
