"""Which scope of a token each operation needs, as its description says it."""

from typing import Any

from ninja import Router

from decapolis.access.choices import Scope

TOKEN = "token"  # noqa: S105 -- names of the ways in, in the description
SESSION = "session"
SCHEMES: dict[str, Any] = {
    TOKEN: {
        "type": "http",
        "scheme": "bearer",
        "description": "A personal token, `dcp_...`, made at /account/tokens. "
        + " ".join(f"`{scope.value}`: {scope.label}." for scope in Scope),
    },
    SESSION: {
        "type": "apiKey",
        "in": "cookie",
        "name": "session",
        "description": "The cookie of a browser that has signed in. It reads and never writes.",
    },
}
OPEN: list[dict[str, list[str]]] = [{}, {SESSION: []}, {TOKEN: [Scope.READ.value]}]


# Of an operation that asks by POST, since a question may be long, and writes nothing.
READS_FOR_ALL = "x-reads"
READS: dict[str, Any] = {"security": OPEN, READS_FOR_ALL: True}


def own(scope: Scope) -> dict[str, Any]:
    """Describe an operation that reads, for who has signed in or shows a token of a scope."""
    return {"security": [{SESSION: []}, {TOKEN: [scope.value]}]}


def handing_out(*media_types: str) -> dict[str, Any]:
    """Describe an operation that reads what is one's own, and hands out a file."""
    file = {"schema": {"type": "string", "format": "binary"}}
    told = {"description": "The file.", "content": dict.fromkeys(media_types, file)}
    return {**own(Scope.READ), "responses": {200: told}}


class ScopedRouter(Router):
    """Routes of one scope: without a token of it none of them writes, whatever its author forgot.

    What only reads is open to everybody, unless it says that it is `own`.
    """

    def __init__(self, scope: Scope, *, tags: list[str]) -> None:
        super().__init__(tags=tags)
        self.scope = scope

    def api_operation(self, methods: list[str], path: str, **told: Any) -> Any:  # noqa: ANN401 -- ninja's decorators
        """Add a route; one that writes needs a token of the scope."""
        if methods != ["GET"]:
            told["openapi_extra"] = {"security": [{TOKEN: [self.scope.value]}]}
        return super().api_operation(methods, path, **told)


def needed(operation: dict[str, Any]) -> str:
    """Return the scope that a token needs for an operation; empty: any token will do."""
    ways: list[dict[str, list[str]]] = operation.get("security", [])
    return next((way[TOKEN][0] for way in ways if way.get(TOKEN)), "")


def is_open(operation: dict[str, Any]) -> bool:
    """Tell whether an operation answers everybody."""
    return {} in operation.get("security", [{}])


def reads_for_all(operation: dict[str, Any]) -> bool:
    """Tell whether an operation says of itself that it writes nothing, whatever its method."""
    return bool(operation.get(READS_FOR_ALL)) and is_open(operation)
