"""The addresses of the interface, each with what all of them promise.

Every answer is for reading only, has an ETag, and every error is problem+json, whatever raised it.
"""

import re
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import conditional_page

from decapolis.api.interface import api
from decapolis.api.openapi import PREFIX, described, query_names
from decapolis.api.problems import (
    BREAKABLE,
    Fault,
    not_allowed,
    nowhere,
    problem,
    unreadable,
)

View = Callable[..., HttpResponse]


def openapi(request: HttpRequest) -> HttpResponse:
    """Tell the description of the interface."""
    return api.create_response(request, dict(described(api)), status=HTTPStatus.OK)


def promised(view: View, route: str) -> View:
    """Give the view of a route what every route promises."""
    conditional = conditional_page(view)

    @csrf_exempt  # nothing can be written here
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ANN401 -- Django's signature
        asked = request.method
        if asked not in {"GET", "HEAD"}:
            return not_allowed()
        try:
            refused = _refused(request, query_names(api).get(route, frozenset()))
        except BREAKABLE:
            return unreadable()
        if refused is not None:
            return refused
        request.method = "GET"  # for HEAD the server leaves the body out
        response = conditional(request, *args, **kwargs)
        request.method = asked
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return response

    return answer


def _refused(request: HttpRequest, names: frozenset[str]) -> HttpResponse | None:
    """Refuse what no route takes: NUL, which no database holds, and parameters that there are not.

    A misspelt filter would give everything.
    """
    words = [
        request.path,
        *request.GET,
        *(value for _name, many in request.GET.lists() for value in many),
    ]
    if any("\0" in word for word in words):
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


def _routes() -> list[URLPattern]:
    routes = [path("openapi.json", promised(openapi, "openapi.json"), name="openapi")]
    for pattern in api.urls[0]:
        if isinstance(pattern, URLPattern) and pattern.name != "api-root":
            route = str(pattern.pattern)
            name = PREFIX + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route)
            routes.append(path(route, promised(pattern.callback, name), name=pattern.name))
    return [*routes, re_path(r"", csrf_exempt(nowhere), name="nowhere")]


app_name = "api"
urlpatterns = _routes()
