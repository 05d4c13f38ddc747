"""The addresses of the interface, each with what all of them promise.

An answer to GET has an ETag, only a token writes, and every error is problem+json, whatever raised
it.
"""

import re
from collections.abc import Callable
from functools import partial, wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import conditional_page

from decapolis.api import limits
from decapolis.api.again import once
from decapolis.api.bodies import body_refused, takes_files
from decapolis.api.callers import SAFE, let_in, refused, token_in
from decapolis.api.interface import api
from decapolis.api.openapi import PREFIX, described, operations_at, query_names
from decapolis.api.problems import (
    BREAKABLE,
    Fault,
    not_allowed,
    nowhere,
    problem,
    unreadable,
)

MOST_PARAMETERS = 200  # of one request; forms of pages have a limit of their own

View = Callable[..., HttpResponse]
Operations = dict[str, dict[str, Any]]
ITSELF: Operations = {"GET": {"parameters": []}}


def openapi(request: HttpRequest) -> HttpResponse:
    """Tell the description of the interface."""
    return api.create_response(request, dict(described(api)), status=HTTPStatus.OK)


def promised(view: View, told: Callable[[], Operations]) -> View:
    """Give the view of a route what every route promises.

    ``told`` gives the operations of the route as they are described. The first request asks for
    them, since describing all takes as long as half a start of the program.
    """
    conditional = conditional_page(view)

    @csrf_exempt  # a session reads and does not write; a token is sent by no browser of itself
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ANN401 -- Django's signature
        response = _answered(request, partial(reached, request, *args, **kwargs))
        response.headers.setdefault("Cache-Control", "private, no-cache")
        patch_vary_headers(response, ("Authorization", "Cookie"))
        return response

    def _answered(request: HttpRequest, reach: Callable[[], HttpResponse]) -> HttpResponse:
        operations = told()
        operation = operations.get("GET" if request.method == "HEAD" else str(request.method))
        if operation is None:
            return not_allowed(", ".join("GET, HEAD" if n == "GET" else n for n in operations))
        stopped = _kept_out(request, operation)
        if stopped is not None:
            return stopped
        return reach() if takes_files(operation) else once(request, reach)

    def reached(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ANN401 -- as above
        if request.method not in SAFE:
            return view(request, *args, **kwargs)
        asked, request.method = request.method, "GET"  # for HEAD the server leaves the body out
        response = conditional(request, *args, **kwargs)
        request.method = asked
        return response

    return answer


def _kept_out(request: HttpRequest, operation: dict[str, Any]) -> HttpResponse | None:
    """Return why a request gets no further: too often, not who they say, not to be read."""
    told = limits.address_too_often() or _not_let_in(request)
    if told is not None:
        return told
    token = token_in(request)
    if token is not None:
        told = limits.too_often("token", str(token.pk), limits.OF_A_TOKEN)
    try:
        told = told or _asked_wrongly(request, query_names(operation))
        return told or refused(request, operation) or body_refused(request, operation)
    except BREAKABLE:
        return unreadable()


def _not_let_in(request: HttpRequest) -> HttpResponse | None:
    if "Authorization" not in request.headers:
        return None
    told = limits.guesses_too_often()
    if told is None:
        told = let_in(request)
        if told is not None:
            limits.note_guess()
    return told


def _asked_wrongly(request: HttpRequest, names: frozenset[str]) -> HttpResponse | None:
    """Refuse what no route takes: NUL, which no database holds, and parameters that there are not.

    A misspelt filter would give everything.
    """
    pairs = [value for _name, many in request.GET.lists() for value in many]
    if len(pairs) > MOST_PARAMETERS or any("\0" in one for one in (request.path, *request.GET)):
        return unreadable()
    if any("\0" in word for word in pairs):
        return unreadable()
    strange = [name for name in request.GET if name not in names]
    if not strange:
        return None
    known = ", ".join(sorted(names)) or "none"
    message = f"There is no such parameter here. This route takes: {known}."
    return problem(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "api.unknown_parameter",
        message,
        field=strange[0][:100],
        errors=[Fault(field=name[:100], message=message) for name in strange[:20]],
    )


def _together(views: list[View]) -> View:
    """Make one view of those of a route: each area of the interface has its own for its methods."""
    if len(views) == 1:
        return views[0]

    @wraps(views[0])
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ANN401 -- Django's signature
        for view in views[:-1]:
            response = view(request, *args, **kwargs)
            if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
                return response
        return views[-1](request, *args, **kwargs)

    return answer


def _operations(name: str) -> Operations:
    return operations_at(api)[name]


def _routes() -> list[URLPattern]:
    routes = [path("openapi.json", promised(openapi, lambda: ITSELF), name="openapi")]
    found: dict[str, list[URLPattern]] = {}
    for pattern in api.urls[0]:
        if isinstance(pattern, URLPattern) and pattern.name != "api-root":
            found.setdefault(str(pattern.pattern), []).append(pattern)
    for route, patterns in found.items():
        name = PREFIX + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route)
        view = _together([pattern.callback for pattern in patterns])
        answer = promised(view, partial(_operations, name))
        routes.append(path(route, answer, name=patterns[0].name))
    return [*routes, re_path(r"", csrf_exempt(nowhere), name="nowhere")]


app_name = "api"
urlpatterns = _routes()
