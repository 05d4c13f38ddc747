"""The description of the interface: what ninja derives, and what all routes promise beside it."""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from ninja import NinjaAPI

from decapolis.api.again import HEADER, KEPT_S
from decapolis.api.problems import MEDIA_TYPE, Problem
from decapolis.api.scopes import OPEN, SCHEMES

PREFIX = "/api/v1/"
REFERENCE = "#/components/schemas/{model}"


@cache
def described(api: NinjaAPI) -> Mapping[str, Any]:
    """Return the OpenAPI 3.1 document of an API, as plain data; made once."""
    document: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(path_prefix=PREFIX)))
    parts = Problem.model_json_schema(ref_template=REFERENCE)
    schemas = document["components"]["schemas"]
    schemas |= parts.pop("$defs", {}) | {"Problem": parts}
    document["components"]["schemas"] = dict(sorted(schemas.items()))
    document["components"]["securitySchemes"] = SCHEMES
    for methods in document["paths"].values():
        for method, operation in methods.items():
            _promise(method, operation)
    return document


def operations(api: NinjaAPI) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield path, method in capitals, and description of every operation."""
    for path, methods in described(api)["paths"].items():
        for method, operation in methods.items():
            yield path, method.upper(), operation


def _promise(method: str, operation: dict[str, Any]) -> None:
    """Add to an operation what every one of them does."""
    operation.setdefault("security", OPEN)
    answers = operation["responses"]
    if method == "get":
        told = "The ETag of an answer that you hold."
        operation["parameters"].append(_header("If-None-Match", told))
        answers["200"]["headers"] = {
            "ETag": {"description": "Changes when the answer does.", "schema": {"type": "string"}}
        }
        answers["304"] = {"description": "What you hold is current."}
    elif method == "post":
        told = f"Of your choice; the same request sent again within {KEPT_S // 3600} hours is not "
        operation["parameters"].append(_header(HEADER, told + "done again."))
    answers["default"] = {
        "description": "A problem (RFC 9457).",
        "content": {MEDIA_TYPE: {"schema": {"$ref": REFERENCE.format(model=Problem.__name__)}}},
    }


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
