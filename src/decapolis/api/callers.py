"""Who asks: whoever shows a token, or the reader of a browser; and whether they may ask this."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from decapolis.access.actions import mark_used
from decapolis.access.models import Token
from decapolis.access.queries import token_of
from decapolis.api.problems import problem
from decapolis.api.scopes import is_open, needed, reads_for_all
from decapolis.people.models import Person

REALM = 'Bearer realm="decapolis"'
SAFE = frozenset({"GET", "HEAD"})


def caller(request: HttpRequest) -> Person:
    """Return who asks, in endpoints that nobody else reaches."""
    person = request.user
    assert isinstance(person, Person)  # noqa: S101 -- `refused` has seen to it
    return person


def token_in(request: HttpRequest) -> Token | None:
    """Return the token by which somebody asks; None: by session, or nobody."""
    found: Token | None = getattr(request, "token", None)
    return found


def let_in(request: HttpRequest) -> HttpResponse | None:
    """Let who shows a token act as its owner; return a refusal where it opens nothing.

    Whatever cookie comes with it does not count. What is wrong with a token is not told: unknown,
    expired, revoked and cut are alike to who does not own it.
    """
    shown = request.headers.get("Authorization")
    if shown is None:
        return None
    way, _space, secret = shown.partition(" ")
    token = token_of(secret.strip()) if way.casefold() == "bearer" else None
    if token is None:
        return unknown(
            "api.token_refused",
            "This token opens nothing: it is not known, too old, or revoked. Make one at "
            "/account/tokens and send it as Authorization: Bearer dcp_...",
            error="invalid_token",
        )
    mark_used(by=token.person, token=token, day=timezone.localdate())
    request.user = token.person
    request.token = token  # type: ignore[attr-defined]
    return None


def refused(request: HttpRequest, operation: dict[str, Any]) -> HttpResponse | None:
    """Return why who asks may not have this operation at all; None: its own rules decide."""
    token = token_in(request)
    scope = needed(operation)
    if token is not None:
        return None if not scope or scope in token.scopes else _narrow(scope)
    if request.method not in SAFE and not reads_for_all(operation):
        return unknown(
            "api.token_needed",
            "Only a token writes here; the session of a browser does not. Make one at "
            "/account/tokens and send it as Authorization: Bearer dcp_...",
        )
    if not is_open(operation) and not request.user.is_authenticated:
        return unknown(
            "api.sign_in", "This is for people of the network. Send a token, or sign in."
        )
    return None


def unknown(code: str, message: str, *, error: str = "") -> HttpResponse:
    """Answer 401, with the way in."""
    response = problem(HTTPStatus.UNAUTHORIZED, code, message)
    response["WWW-Authenticate"] = f'{REALM}, error="{error}"' if error else REALM
    return response


def _narrow(scope: str) -> HttpResponse:
    response = problem(
        HTTPStatus.FORBIDDEN,
        "api.scope_missing",
        f"This token may not do this: it lacks the scope “{scope}”. Make one that has it.",
    )
    response["WWW-Authenticate"] = f'{REALM}, error="insufficient_scope", scope="{scope}"'
    return response
