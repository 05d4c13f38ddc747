"""From a typed context to an answer."""

from dataclasses import Field, fields
from http import HTTPStatus
from pathlib import PurePosixPath
from typing import Any, ClassVar, Protocol

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers, patch_vary_headers

from decapolis.pages.http import frame_of

# Set in ``request.META`` by `decapolis bench`, which times a page without its template. Nobody can
# set it from outside: what a browser sends is in ``META`` under names that begin with ``HTTP_``.
UNRENDERED = "decapolis.unrendered"


class PageContext(Protocol):
    """A frozen dataclass that holds all that its template may use, and names the template."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]
    template: ClassVar[str]


def page(
    request: HttpRequest,
    context: PageContext,
    *,
    part: str | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    """Answer with a page, or with the named part of it when htmx swaps less than the page.

    The template sees the fields of the context, and the context itself as ``page`` for its
    properties. ``part="results"`` is the file ``_results.html`` beside the template. No cache keeps
    a page on which something says that it is closed to others.
    """
    if UNRENDERED in request.META:
        return HttpResponse(status=status)
    template = PurePosixPath(context.template)
    if part and wants_part(request):
        template = template.with_name(f"_{part}.html")
    names = {field.name: getattr(context, field.name) for field in fields(context)}
    frame = frame_of(request)
    response = render(request, str(template), {**names, "page": context}, status=status)
    if frame.is_closed:
        add_never_cache_headers(response)
    if part:
        patch_vary_headers(response, ("HX-Request", "HX-Request-Type"))
    return response


def wants_part(request: HttpRequest) -> bool:
    """Tell whether htmx asks, and for less than a whole page."""
    return (
        request.headers.get("HX-Request") == "true"
        and request.headers.get("HX-Request-Type", "partial") == "partial"
        and request.headers.get("HX-History-Restore-Request") != "true"
    )
