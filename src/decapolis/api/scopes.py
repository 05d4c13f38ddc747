"""Which scope of a token each operation needs, as its description says it."""

from typing import Any

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


def own(scope: Scope) -> dict[str, Any]:
    """Describe an operation that reads, for who has signed in or shows a token of a scope."""
    return {"security": [{SESSION: []}, {TOKEN: [scope.value]}]}


def writes(scope: Scope) -> dict[str, Any]:
    """Describe an operation that writes, for who shows a token of a scope."""
    return {"security": [{TOKEN: [scope.value]}]}


def needed(operation: dict[str, Any]) -> str:
    """Return the scope that a token needs for an operation; empty: any token will do."""
    ways: list[dict[str, list[str]]] = operation.get("security", [])
    return next((way[TOKEN][0] for way in ways if way.get(TOKEN)), "")


def is_open(operation: dict[str, Any]) -> bool:
    """Tell whether an operation answers everybody."""
    return {} in operation.get("security", [{}])
