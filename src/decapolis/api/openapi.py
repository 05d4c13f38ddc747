"""The description of the interface: what ninja derives, and what all routes promise beside it."""

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from ninja import NinjaAPI

from decapolis.api.problems import MEDIA_TYPE, Problem

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
    for methods in document["paths"].values():
        for operation in methods.values():
            _promise(operation)
    return document


def _promise(operation: dict[str, Any]) -> None:
    """Add to an operation what every one of them does."""
    operation["parameters"].append(
        {
            "in": "header",
            "name": "If-None-Match",
            "schema": {"type": "string"},
            "required": False,
            "description": "The ETag of an answer that you hold.",
        }
    )
    answers = operation["responses"]
    answers["200"]["headers"] = {
        "ETag": {"description": "Changes when the answer does.", "schema": {"type": "string"}}
    }
    answers["304"] = {"description": "What you hold is current."}
    answers["default"] = {
        "description": "A problem (RFC 9457).",
        "content": {MEDIA_TYPE: {"schema": {"$ref": REFERENCE.format(model=Problem.__name__)}}},
    }


@cache
def query_names(api: NinjaAPI) -> dict[str, frozenset[str]]:
    """Return the names of the query parameters that each path takes."""
    return {
        path: frozenset(
            parameter["name"]
            for parameter in methods["get"]["parameters"]
            if parameter["in"] == "query"
        )
        for path, methods in described(api)["paths"].items()
    }
