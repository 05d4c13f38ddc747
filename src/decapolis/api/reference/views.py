"""The pages that document the interface."""

from dataclasses import fields
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe


@require_safe
def reference(request: HttpRequest) -> HttpResponse:
    """Show how a program asks and writes, and which routes there are."""
    from decapolis.api.reference.contexts import reference_page  # noqa: PLC0415 -- slow import

    origin = request.build_absolute_uri("/").rstrip("/")
    return _page(request, reference_page(origin=origin))


@require_safe
def area(request: HttpRequest, area: str) -> HttpResponse:
    """Show every route of one area with its parameters, an example and the shape of its answer.

    Raises
    ------
    Http404
        There is no such area.
    """
    from decapolis.api.reference.contexts import area_page  # noqa: PLC0415 -- slow import

    context = area_page(request.user, area)
    if context is None:
        raise Http404(_("The interface has no such area."))
    return _page(request, context)


def _page(request: HttpRequest, context: Any) -> HttpResponse:  # noqa: ANN401 -- one of two pages
    names = {field.name: getattr(context, field.name) for field in fields(context)}
    return render(request, context.template, {**names, "page": context})
