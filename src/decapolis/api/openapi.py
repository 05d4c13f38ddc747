"""The description of the interface: what ninja derives, and what all routes promise beside it."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from ninja import NinjaAPI

from decapolis.api.again import HEADER, KEPT_S
from decapolis.api.problems import MEDIA_TYPE, Problem
from decapolis.api.scopes import OPEN, SCHEMES

PREFIX = "/api/v1/"
REFERENCE = "#/components/schemas/{model}"
REFERRED = re.compile(r"#/components/schemas/(\w+)")

ANSWERS = {
    "Current": {"description": "What you hold is current."},
    "Problem": {
        "description": "A problem (RFC 9457).",
        "content": {MEDIA_TYPE: {"schema": {"$ref": REFERENCE.format(model=Problem.__name__)}}},
    },
}
HEADERS = {"ETag": {"description": "Changes when the answer does.", "schema": {"type": "string"}}}
DATA = {"default", "enum", "const", "example", "examples"}  # holds values, not schemas


@cache
def described(api: NinjaAPI) -> Mapping[str, Any]:
    """Return the OpenAPI 3.1 document of an API, as plain data; made once."""
    document: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(path_prefix=PREFIX)))
    parts = Problem.model_json_schema(ref_template=REFERENCE)
    schemas = document["components"]["schemas"]
    schemas |= parts.pop("$defs", {}) | {"Problem": parts}
    document["components"] = {"securitySchemes": SCHEMES, "responses": ANSWERS, "headers": HEADERS}
    for methods in document["paths"].values():
        for method, operation in methods.items():
            _promise(method, operation)
    document["components"]["schemas"] = _in_use(_without_echoes(schemas), document)
    return document


def operations(api: NinjaAPI) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield path, method in capitals, and description of every operation."""
    for path, methods in described(api)["paths"].items():
        for method, operation in methods.items():
            yield path, method.upper(), operation


def _without_echoes(schema: Any) -> Any:  # noqa: ANN401 -- any part of a JSON Schema
    """Leave out titles: they only repeat the name of what they stand in."""
    if isinstance(schema, list):
        return [_without_echoes(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        word: part if word in DATA else _without_echoes(part)
        for word, part in schema.items()
        if not (word == "title" and isinstance(part, str))
    }


def _in_use(schemas: dict[str, Any], document: Mapping[str, Any]) -> dict[str, Any]:
    """Return the schemas that something refers to; models of parameters are told one by one."""
    found: set[str] = set()
    waiting = REFERRED.findall(json.dumps(document))
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += REFERRED.findall(json.dumps(schemas[name]))
    return {name: schemas[name] for name in sorted(found)}


def _promise(method: str, operation: dict[str, Any]) -> None:
    """Add to an operation what every one of them does."""
    operation.setdefault("security", OPEN)
    for one in operation["parameters"]:
        one["schema"] = _without_echoes(one["schema"])
        if one["schema"].get("description") == one.get("description"):
            one["schema"].pop("description", None)
    answers = operation["responses"]
    if method == "get":
        told = "The ETag of an answer that you hold."
        operation["parameters"].append(_header("If-None-Match", told))
        answers["200"]["headers"] = {"ETag": {"$ref": "#/components/headers/ETag"}}
        answers["304"] = {"$ref": "#/components/responses/Current"}
    elif method == "post":
        told = f"Of your choice; the same request sent again within {KEPT_S // 3600} hours is not "
        operation["parameters"].append(_header(HEADER, told + "done again."))
    answers["default"] = {"$ref": "#/components/responses/Problem"}


def _header(name: str, description: str) -> dict[str, Any]:
    return {
        "in": "header",
        "name": name,
        "schema": {"type": "string"},
        "required": False,
        "description": description,
    }


@cache
def operations_at(api: NinjaAPI) -> dict[str, dict[str, dict[str, Any]]]:
    """Return the operations at each path by method in capitals."""
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for path, method, operation in operations(api):
        found.setdefault(path, {})[method] = operation
    return found


def query_names(operation: Mapping[str, Any]) -> frozenset[str]:
    """Return the names of the query parameters that an operation takes."""
    return frozenset(one["name"] for one in operation["parameters"] if one["in"] == "query")
