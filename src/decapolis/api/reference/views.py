"""The page that documents the interface."""

from dataclasses import fields

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def reference(request: HttpRequest) -> HttpResponse:
    """Show every route with its parameters, an example and the shape of its answer."""
    from decapolis.api.reference.contexts import reference_page  # noqa: PLC0415 -- slow import

    context = reference_page(request.user, origin=request.build_absolute_uri("/").rstrip("/"))
    names = {field.name: getattr(context, field.name) for field in fields(context)}
    return render(request, context.template, {**names, "page": context})
