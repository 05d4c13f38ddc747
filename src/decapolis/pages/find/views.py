"""One box over everything, the lists of each kind, and the same views as CSV."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from decapolis.cities.models import City
from decapolis.library.exports import mixed_csv, records_csv
from decapolis.pages.find import contexts
from decapolis.pages.find.contexts.reading import answers_to, city_of, nearby_of, slugs_of
from decapolis.pages.find.forms import FindQuery
from decapolis.pages.http import CITY_COOKIE, reader_city, show_city
from decapolis.pages.library.contexts.links import ROOMS
from decapolis.pages.render import page

A_YEAR = 60 * 60 * 24 * 365


@require_safe
def everything(request: HttpRequest) -> HttpResponseBase:
    """Answer a question over all kinds of records."""
    return _answer(request, FindQuery.read(request.GET))


@require_safe
def library(request: HttpRequest) -> HttpResponseBase:
    """List all kinds of records."""
    return _answer(request, FindQuery.read(request.GET, base="/library"))


@require_safe
def listing(request: HttpRequest, kind: str) -> HttpResponseBase:
    """List the records of one kind."""
    return _answer(request, FindQuery.read(request.GET, kind=kind, base=f"/{ROOMS[kind]}/"))


@require_safe
def table(request: HttpRequest) -> HttpResponseBase:
    """Send a view as CSV: of one kind with all its columns, of several with what all have."""
    query = FindQuery.read(request.GET)
    named = city_of(query)
    city = named if isinstance(named, City) else None if query.city else reader_city(request)
    keys = slugs_of(query, nearby_of(query, city), reader=request.user)
    if query.kind:
        lines = records_csv(query.kind, [slug for _kind, slug in keys], reader=request.user)
    else:
        lines = mixed_csv(keys, reader=request.user)
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    name = ROOMS.get(query.kind, "decapolis")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _answer(request: HttpRequest, query: FindQuery) -> HttpResponseBase:
    """Show answers; a city that was typed becomes its number in the address."""
    own = reader_city(request)
    named = own if own and query.city == str(own.pk) else city_of(query)
    if isinstance(named, City):
        if query.city != str(named.pk):
            return _remembered(redirect(query.url(city=str(named.pk))), request, named)
        show_city(request, named)
    # A city that cannot be settled is asked about; meanwhile nothing is compared with another one.
    city = named if isinstance(named, City) else own if query.city is None else None
    nearby = nearby_of(query, city)
    trouble = named if isinstance(named, contexts.CityTrouble) else None
    answers = answers_to(query, nearby, reader=request.user)
    shown = contexts.find_page(query, answers, nearby, trouble=trouble)
    response = page(request, shown)
    if isinstance(named, City) and own is None:
        return _remembered(response, request, named)
    return response


def _remembered(response: HttpResponse, request: HttpRequest, city: City) -> HttpResponse:
    """Keep the reader's city in the cookie, so that every page speaks of it."""
    response.set_cookie(
        CITY_COOKIE,
        str(city.pk),
        max_age=A_YEAR,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )
    return response
