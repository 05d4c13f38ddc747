"""The description of the interface is committed; a change of its shape shows in the diff."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from decapolis.api.management.commands.openapi import REFERENCE, as_text
from tests.permissions.table import API

OPERATIONS = {path: operation["get"] for path, operation in json.loads(as_text())["paths"].items()}


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
    assert {path.lstrip("/") for path in OPERATIONS} == routes


@pytest.mark.parametrize("path", OPERATIONS)
def test_every_operation_says_what_it_does_takes_and_answers(path):
    operation = OPERATIONS[path]
    assert operation["description"].endswith(".")
    assert operation["tags"]
    assert set(operation["responses"]) == {"200", "304", "default"}
    for parameter in operation["parameters"]:
        if parameter["in"] == "query":
            assert parameter["description"].endswith("."), parameter["name"]


def test_operation_ids_are_told_once():
    names = [operation["operationId"] for operation in OPERATIONS.values()]
    assert len(names) == len(set(names))


def test_every_reference_leads_somewhere():
    text = as_text()
    schemas = json.loads(text)["components"]["schemas"]
    named = {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}
    assert named <= set(schemas)
