"""Cities: the list, one city, its peers, and which one is the reader's."""

from collections.abc import Iterable

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from decapolis.cities.bridge import find_city, suggest_cities
from decapolis.cities.errors import AmbiguousCity, UnknownCity
from decapolis.cities.models import City
from decapolis.cities.queries import all_cities
from decapolis.library.exports import cities_csv
from decapolis.library.queries.cities import cities_found, city_rows
from decapolis.library.queries.rows import practice_rows, visible
from decapolis.pages.cities import contexts
from decapolis.pages.cities.contexts.keeping import counts_of, library_of, map_of, sizes_of
from decapolis.pages.cities.contexts.links import city_slug, city_url
from decapolis.pages.cities.forms import ListQuery, clean, theme_of, way_back
from decapolis.pages.http import CITY_COOKIE, reader_city
from decapolis.pages.render import page
from decapolis.peers import bridge
from decapolis.peers.queries import Comparison

ON_A_PAGE = 200
MOST_SUGGESTED = 8
SHOWN_PEERS = 12
SHOWN_PRACTICES = 6
A_YEAR = 60 * 60 * 24 * 365


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """List cities: a search by any name, a map, facets, the cities of each country."""
    query = ListQuery.read(request.GET)
    chosen = _chosen(query)
    if chosen:
        return redirect(city_url(chosen))
    found = cities_found(query.question, reader=request.user)
    counts = counts_of(request.user)
    ordered = (
        found.order_by("-population", "pk")
        if query.name
        else found.order_by("country__name", "name", "pk")
    )
    if request.GET.get("format") == "csv":
        return _csv(cities_csv(city_rows(ordered.iterator(), counts)), "cities.csv")
    part = Paginator(ordered, ON_A_PAGE).get_page(query.page)
    rows = city_rows(part.object_list, counts)
    return page(
        request,
        contexts.list_page(
            query,
            part,
            rows=rows,
            counts=sizes_of(query.question, request.user),
            world=contexts.practice_world(query, map_of(request.user), reader_city(request)),
            near=() if rows or not query.name else _near(query.name),
        ),
    )


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """Suggest cities one of whose names begins so."""
    asked = clean(request.GET.get("q", ""))
    found = [
        {"id": city.pk, "label": city.label, "url": city_url(city)}
        for city in suggest_cities(asked, limit=MOST_SUGGESTED)
    ]
    response = JsonResponse(found, safe=False)
    response["Cache-Control"] = "public, max-age=3600"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """Ask for the reader's city, keep it in a cookie, or forget it."""
    back = way_back(request)
    if request.method != "POST":
        home = reader_city(request)
        return page(request, contexts.choose_page(back, value=home.label if home else ""))
    if "forget" in request.POST:
        response = redirect(back)
        response.delete_cookie(CITY_COOKIE, samesite="Lax")
        return response
    typed = clean(request.POST.get("city", ""))
    try:
        city = find_city(typed)
    except AmbiguousCity as error:
        shown = contexts.choose_page(
            back, value=typed, error=error.message, choices=error.candidates, is_ambiguous=True
        )
        return page(request, shown, status=422)
    except UnknownCity as error:
        shown = contexts.choose_page(back, value=typed, error=error.message, choices=error.near)
        return page(request, shown, status=422)
    response = redirect(back)
    response.set_cookie(
        CITY_COOKIE,
        str(city.pk),
        max_age=A_YEAR,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )
    return response


@require_safe
def city(request: HttpRequest, city_id: int, slug: str = "") -> HttpResponse:
    """Show a city: where it lies, what it did, how it compares, what is not known."""
    found = _known(city_id)
    if slug != city_slug(found):
        query = request.META.get("QUERY_STRING", "")
        return redirect(city_url(found) + (f"?{query}" if query else ""), permanent=True)
    library, counts = library_of(found.pk, request.user), counts_of(request.user)
    return page(
        request,
        contexts.city_page(found, library, counts, home=reader_city(request), reader=request.user),
    )


@require_safe
def peers(request: HttpRequest, city_id: int) -> HttpResponse:
    """Show the cities that are like one, for a theme, and why."""
    found = _known(city_id)
    theme = theme_of(request.GET)
    near = bridge.peers_of(city_id, theme=theme or None, limit=SHOWN_PEERS)
    counts = counts_of(request.user)
    return page(request, contexts.peers_page(found, theme, near, counts))


@require_safe
def compare(request: HttpRequest, city_id: int, other_id: int) -> HttpResponse:
    """Show two cities side by side, figure by figure."""
    mine, theirs = _known(city_id), _known(other_id)
    if city_id == other_id:
        return redirect(city_url(mine))
    found = _compared(city_id, other_id, theme_of(request.GET))
    told = visible(request.user).filter(city=other_id).order_by("-evidence", "title")
    rows = practice_rows(told[:SHOWN_PRACTICES], reader=request.user)
    return page(request, contexts.compare_page(mine, theirs, found, rows))


def _known(city_id: int) -> City:
    city = all_cities().filter(pk=city_id).first()
    if city is None:
        raise Http404("There is no city with this number in the gazetteer.")
    return city


def _compared(city_id: int, other_id: int, theme: str) -> Comparison:
    found = bridge.compare(city_id, other_id, theme=theme or None)
    if found is None:
        raise Http404("These cities cannot be compared.")
    return found


def _chosen(query: ListQuery) -> City | None:
    """Return the one city that a suggestion, or a name with its place, stands for."""
    if "," not in query.name or query.is_narrowed:
        return None
    try:
        return find_city(query.name)
    except (AmbiguousCity, UnknownCity):
        return None


def _near(name: str) -> list[City]:
    """Return cities of similar names."""
    try:
        return [find_city(name)]
    except UnknownCity as error:
        return error.near
    except AmbiguousCity as error:
        return error.candidates


def _csv(lines: Iterable[str], name: str) -> HttpResponse:
    response = HttpResponse("".join(lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
