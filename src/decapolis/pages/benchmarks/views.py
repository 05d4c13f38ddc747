"""Rankings: the list, one with its intervals, a city in it, several compared, how it is made."""

import json
from collections.abc import Callable
from http import HTTPStatus
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from decapolis.benchmarks import exports
from decapolis.benchmarks.bridge.lately import run_lately, runs_lately
from decapolis.benchmarks.models import Edition, Run
from decapolis.benchmarks.queries.changed import earlier_marks, has_marks
from decapolis.benchmarks.queries.editions import (
    EditionFacts,
    edition_to_read,
    editions,
    entrant_to_read,
    facts_of,
)
from decapolis.benchmarks.queries.frameworks import frameworks
from decapolis.benchmarks.queries.marks import marks_of, replies_of
from decapolis.pages.benchmarks import contexts
from decapolis.pages.benchmarks.forms import Asked, cities_of
from decapolis.pages.doors import or_not_found
from decapolis.pages.http import reader_city
from decapolis.pages.render import page

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
JSON: Final = "application/json; charset=utf-8"
CSV: Final = "text/csv; charset=utf-8"


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """List the rankings that are published, and how firm the order of each is."""
    found = editions(reader=request.user)
    runs = runs_lately((facts.edition_id for facts in found), reader=request.user)
    about = {one.slug: one.about for one in frameworks(reader=request.user)}
    return page(request, contexts.rankings_page(found, runs, about))


@require_safe
@or_not_found
def ranking(request: HttpRequest, framework: str, edition: str) -> HttpResponse:
    """Show a ranking as intervals; its weights can be moved, and its cities chosen."""
    found = edition_to_read(framework, edition, reader=request.user)
    run = run_lately(found, reader=request.user)
    if run is None:
        return page(request, contexts.unmade_page(facts_of(found)))
    held = contexts.held_of(found, run, reader=request.user)
    sliders, parts = contexts.read_asked(held)
    asked = Asked.read(request.GET, sliders=sliders, parts=parts)
    shown = contexts.ranking_page(held, asked, home=reader_city(request))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if shown.fault else HTTPStatus.OK
    return page(request, shown, part="plot", status=status)


@require_safe
@or_not_found
def city(request: HttpRequest, framework: str, edition: str, code: str) -> HttpResponse:
    """Show a city in a ranking: its place, what is behind its scores, what would lift it."""
    found, held = _held(request, framework, edition)
    entrant = entrant_to_read(found, code)
    reader = request.user
    lifted = contexts.lifted_of(held, code)
    is_marked = has_marks(entrant)
    read = contexts.Read(
        marks=marks_of(entrant, reader=reader) if is_marked else {},
        earlier=earlier_marks(entrant, reader=reader) if is_marked else {},
        replies=replies_of(found, reader=reader, entrant=entrant),
        lifted=lifted,
        practices=contexts.practices_of(contexts.strong_cities(held, lifted), reader),
        others=_others(request, found),
    )
    return page(request, contexts.city_page(held, code, read, home=reader_city(request)))


@require_safe
@or_not_found
def compare(request: HttpRequest, framework: str, edition: str) -> HttpResponse:
    """Set two to six cities of a ranking side by side."""
    found, held = _held(request, framework, edition)
    shown = contexts.compare_page(held, found, cities_of(request.GET))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if shown.fault else HTTPStatus.OK
    return page(request, shown, status=status)


@require_safe
@or_not_found
def method(request: HttpRequest, framework: str, edition: str) -> HttpResponse:
    """Say how a ranking is made, and what it cannot tell."""
    _found, held = _held(request, framework, edition)
    return page(request, contexts.method_page(held))


@require_safe
@or_not_found
def file(request: HttpRequest, framework: str, edition: str, name: str) -> HttpResponse:
    """Hand out data, recipe or results.

    Raises
    ------
    Http404
        There is no such file, or no index yet.
    """
    if name not in FILES:
        raise Http404("There is no such file. The page of the ranking lists those there are.")
    found = edition_to_read(framework, edition, reader=request.user)
    run = run_lately(found, reader=request.user)
    if run is None:
        raise Http404("There is no index of this edition yet.")
    kind, made = FILES[name]
    response = HttpResponse(made(found, run), content_type=kind)
    shown = f"{framework}-{edition}-{name}"
    response["Content-Disposition"] = f'attachment; filename="{shown}"'
    return response


FILES: Final[dict[str, tuple[str, Callable[[Edition, Run], str | bytes]]]] = {
    "results.csv": (CSV, exports.results_csv),
    "data.csv": (CSV, lambda _edition, run: exports.data_csv(run)),
    "columns.csv": (CSV, lambda _edition, run: exports.columns_csv(run)),
    "spec.json": (JSON, lambda _edition, run: _json(run.spec)),
    "recipe.json": (JSON, lambda edition, run: _json(exports.recipe(edition, run))),
    "whole.json": (JSON, exports.whole_json),
    "workbook.xlsx": (XLSX, exports.workbook),
}


def _json(told: object) -> str:
    return json.dumps(told, ensure_ascii=False, indent=2)


def _held(request: HttpRequest, framework: str, edition: str) -> tuple[Edition, contexts.Held]:
    found = edition_to_read(framework, edition, reader=request.user)
    run = run_lately(found, reader=request.user)
    if run is None:
        raise Http404("There is no index of this edition yet.")
    return found, contexts.held_of(found, run, reader=request.user)


def _others(request: HttpRequest, edition: Edition) -> list[tuple[EditionFacts, Run]]:
    """Return the other editions of the framework that may be read, newest first."""
    listed = editions(reader=request.user, framework=edition.framework.slug)
    other = [facts for facts in listed if facts.edition_id != edition.pk]
    runs = runs_lately((facts.edition_id for facts in other), reader=request.user)
    return [(facts, runs[facts.edition_id]) for facts in other if facts.edition_id in runs]
