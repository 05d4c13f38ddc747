"""Theories of change, a city's own and those for initiatives-to-be: shown, written, handed out."""

from dataclasses import asdict
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from decapolis.benchmarks.actions import begin_theory, write_theory
from decapolis.benchmarks.queries.theories import (
    TheoryFacts,
    theories_of,
    theory_of,
    used_ids,
)
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
    """Show how a city thinks that change comes about, and what it wrote for initiatives-to-be."""
    city = _city(city_id)
    facts = theory_of(city, reader=request.user)
    others = [one for one in theories_of(city, reader=request.user) if one.slug]
    may = bool(may_write_theory(request.user, city))
    return page(request, contexts.theory_page(city, facts, others=others, may_write=may))


@require_safe
def show_chain(request: HttpRequest, city_id: int, slug: str, chain: str) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """Show the theory of an initiative-to-be."""
    city = _city(city_id)
    facts = _facts(request, city, chain)
    may = bool(may_write_theory(request.user, city))
    return page(request, contexts.theory_page(city, facts, may_write=may))


@require_safe_or_post
@for_members
def edit(request: HttpRequest, city_id: int, slug: str, chain: str = "") -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """Show the form, and save what is written as the next version."""
    me, city = signed_in(request), _city(city_id)
    require(may_write_theory(me, city))
    held = _facts(request, city, chain) if chain else theory_of(city, reader=me)
    form = contexts.FormOf(city, chain, used_ids(city, chain))
    if request.method != "POST":
        return page(request, contexts.edit_page(form, contexts.typed_of(held)))
    typed = contexts.typed_in(request.POST)
    try:
        write_theory(by=me, city=city, thought=contexts.thought_of(typed), slug=chain)
    except DomainError as error:
        return _faulty(request, form, typed, error)
    return redirect(contexts.theory_url(city, chain))


@require_safe_or_post
@for_members
def new(request: HttpRequest, city_id: int, slug: str) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """Show the form of a theory for an initiative-to-be, and begin it."""
    me, city = signed_in(request), _city(city_id)
    require(may_write_theory(me, city))
    form = contexts.FormOf(city, contexts.NEW, frozenset())
    if request.method != "POST":
        return page(request, contexts.edit_page(form, contexts.typed_of(None)))
    typed = contexts.typed_in(request.POST)
    try:
        made = begin_theory(by=me, city=city, thought=contexts.thought_of(typed))
    except DomainError as error:
        return _faulty(request, form, typed, error)
    return redirect(contexts.theory_url(city, made.slug))


@require_safe
def picture(request: HttpRequest, city_id: int, chain: str = "") -> HttpResponse:
    """Hand out the picture as a file."""
    facts = _facts(request, _city(city_id), chain)
    drawn = draw(contexts.drawing(facts), medium="print", width=WIDTH)
    response = HttpResponse(drawn, content_type="image/svg+xml")
    name = "-".join(filter(None, ("theory", str(city_id), chain)))
    response["Content-Disposition"] = f'attachment; filename="{name}.svg"'
    return response


@require_safe
def data(request: HttpRequest, city_id: int, chain: str = "") -> HttpResponse:
    """Hand out all of it as JSON."""
    facts = _facts(request, _city(city_id), chain)
    return JsonResponse(asdict(facts), json_dumps_params={"ensure_ascii": False})


def _faulty(
    request: HttpRequest, form: contexts.FormOf, typed: contexts.Typed, error: DomainError
) -> HttpResponse:
    """Show the form again with what was typed and what is wrong with it."""
    field, said = told(error).field or "", error.message
    shown = contexts.edit_page(form, typed, field=field, said=said)
    return page(request, shown, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _facts(request: HttpRequest, city: City, chain: str) -> TheoryFacts:
    """Return a theory of a city.

    Raises
    ------
    Http404
        There is none that may be read.
    """
    found = theory_of(city, reader=request.user, slug=chain)
    if found is None:
        raise Http404(_("There is no such theory of change that you may read."))
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
