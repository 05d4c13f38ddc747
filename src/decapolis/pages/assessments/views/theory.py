"""A city's theory of change: shown, written, and handed out."""

from dataclasses import asdict
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from decapolis.benchmarks.actions import write_theory
from decapolis.benchmarks.queries.theories import TheoryFacts, theory_of
from decapolis.benchmarks.rules import may_write_theory
from decapolis.cities.models import City
from decapolis.cities.queries import all_cities
from decapolis.kernel.charts import draw
from decapolis.kernel.errors import DomainError
from decapolis.kernel.permissions import require
from decapolis.pages.assessments.contexts import theory as contexts
from decapolis.pages.doors import for_members, require_safe_or_post, told
from decapolis.pages.http import signed_in
from decapolis.pages.render import page

WIDTH = 1_100  # pixels of the picture as a file


@require_safe
def show(request: HttpRequest, city_id: int, slug: str) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """Show how a city thinks that change comes about."""
    city = _city(city_id)
    facts = theory_of(city, reader=request.user)
    may = bool(may_write_theory(request.user, city))
    return page(request, contexts.theory_page(city, facts, may_write=may))


@require_safe_or_post
@for_members
def edit(request: HttpRequest, city_id: int, slug: str) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """Show the form, and save what is written as the next version."""
    me, city = signed_in(request), _city(city_id)
    require(may_write_theory(me, city))
    if request.method != "POST":
        typed = contexts.typed_of(theory_of(city, reader=me))
        return page(request, contexts.edit_page(city, typed))
    typed = contexts.typed_in(request.POST)
    try:
        write_theory(by=me, city=city, thought=contexts.thought_of(typed))
    except DomainError as error:
        field, said = told(error).field or "", error.message
        shown = contexts.edit_page(city, typed, field=field, said=said)
        return page(request, shown, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return redirect(contexts.theory_url(city))


@require_safe
def picture(request: HttpRequest, city_id: int) -> HttpResponse:
    """Hand out the picture as a file."""
    facts = _facts(request, city_id)
    drawn = draw(contexts.drawing(facts), medium="print", width=WIDTH)
    response = HttpResponse(drawn, content_type="image/svg+xml")
    response["Content-Disposition"] = f'attachment; filename="theory-{city_id}.svg"'
    return response


@require_safe
def data(request: HttpRequest, city_id: int) -> HttpResponse:
    """Hand out all of it as JSON."""
    return JsonResponse(asdict(_facts(request, city_id)), json_dumps_params={"ensure_ascii": False})


def _facts(request: HttpRequest, city_id: int) -> TheoryFacts:
    """Return the theory of a city.

    Raises
    ------
    Http404
        There is none that may be read.
    """
    found = theory_of(_city(city_id), reader=request.user)
    if found is None:
        raise Http404(_("This city has no theory of change yet."))
    return found


def _city(city_id: int) -> City:
    """Return a city.

    Raises
    ------
    Http404
        There is none.
    """
    found: City | None = all_cities().filter(pk=city_id).first()
    if found is None:
        raise Http404(_("There is no such city."))
    return found
