"""From a view's address to what was found: the city it speaks of, the question, the answers."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

from decapolis.cities.bridge import find_city
from decapolis.cities.errors import AmbiguousCity, UnknownCity
from decapolis.cities.models import City
from decapolis.kernel.permissions import Reader
from decapolis.library.bridge.costs import ranges_of
from decapolis.library.bridge.find import find_in_library
from decapolis.library.queries.places import record_places
from decapolis.pages.find.contexts.hits import ClosenessShares, Nearby, Rows, rows_of
from decapolis.pages.find.contexts.listing import Answers, CityTrouble, practices_among
from decapolis.pages.find.contexts.places import AnswerMap, map_of
from decapolis.pages.find.contexts.side_by_side import (
    Comparison,
    Words,
    compare_practices,
    told_of,
    unit_prices_of,
)
from decapolis.pages.find.forms import COSTS, NEAR, FindQuery
from decapolis.pages.library.contexts.nearness import near_cities
from decapolis.search.queries import Filters, Found, Hit, Look

ON_A_PAGE = 20
SIDE_BY_SIDE = 12
ON_A_MAP = 400
IN_A_FILE = 5000
MOST_CHOICES = 8
LEAST_TOLD = 3  # practices on a page of which something can be said


def city_of(query: FindQuery) -> City | CityTrouble | None:
    """Return the city that the address names; None where it names none."""
    if not query.city:
        return None
    try:
        return find_city(query.city)
    except AmbiguousCity as error:
        return CityTrouble(
            _("Several cities are called {name}.").format(name=query.city),
            _choices(query, error.candidates),
        )
    except UnknownCity as error:
        return CityTrouble(error.message, _choices(query, error.near))


def _choices(query: FindQuery, cities: Sequence[City]) -> tuple[tuple[str, str], ...]:
    return tuple((city.label, query.url(city=str(city.pk))) for city in list(cities)[:MOST_CHOICES])


def nearby_of(query: FindQuery, city: City | None) -> Nearby:
    """Return how near other cities are to this one, for the theme that is asked for."""
    return Nearby(city, near_cities(city, theme=query.theme[0] if query.theme else ""))


def answers_to(query: FindQuery, nearby: Nearby, *, reader: Reader | None) -> Answers:
    """Return the answers of one view: a page of a list, some side by side, or a map."""
    can_compare = query.view == "compare" and nearby.city is not None
    if can_compare:
        query = replace(query, kind="practice")
    on_map = query.page * ON_A_PAGE <= ON_A_MAP if query.view == "map" else query.page == 1
    has_map = on_map and not can_compare and (query.view == "map" or query.base != "/find")
    size = SIDE_BY_SIDE if can_compare else ON_A_PAGE
    found, part = _page_of(query, nearby, size=size, reader=reader, has_map=has_map)
    hits = tuple(part.object_list)
    rows = rows_of(hits, reader=reader)
    return Answers(
        found=found,
        part=part,
        hits=hits,
        rows=rows,
        map=_map(found.hits, nearby, reader) if has_map and query.kind != "technology" else None,
        comparison=_side_by_side(rows, nearby) if can_compare else None,
        told=_told(query, rows) if not can_compare else (),
    )


def slugs_of(
    query: FindQuery, nearby: Nearby, *, reader: Reader | None
) -> tuple[tuple[str, str], ...]:
    """Return kind and slug of all answers of a view, for a file."""
    look = replace(look_of(query, nearby, limit=IN_A_FILE), explained=range(0))
    return tuple(
        (hit.kind, hit.slug) for hit in find_in_library(query.text, look, reader=reader).hits
    )


def look_of(query: FindQuery, nearby: Nearby, *, limit: int, offset: int = 0) -> Look:
    """Return how a view is to be answered."""
    low, high = COSTS.get(query.cost, (None, None))
    has_city = nearby.city is not None
    return Look(
        filters=Filters(
            kinds=(query.kind,) if query.kind else (),
            themes=query.theme,
            countries=query.country,
            cities=_near_ids(query, nearby),
            sizes=query.size,
            cost_low=low,
            cost_high=None if high == float("inf") else high,
            evidence=int(query.evidence) if query.evidence else None,
            statuses=query.status,
            subkinds=query.subkind,
        ),
        without=query.without,
        near=ClosenessShares(nearby.city.pk, nearby.near) if nearby.city else None,
        sort=query.order(has_city=has_city),
        limit=limit,
        offset=offset,
        mend=not query.as_typed,
    )


def _near_ids(query: FindQuery, nearby: Nearby) -> tuple[int, ...]:
    """Return the cities that are near enough; the reader's own is always among them."""
    if not query.near or nearby.city is None:
        return ()
    most = NEAR[query.near] * len(nearby.near)
    near = [city_id for city_id, found in nearby.near.items() if found.rank <= most]
    return (nearby.city.pk, *near)


def _page_of(
    query: FindQuery, nearby: Nearby, *, size: int, reader: Reader | None, has_map: bool
) -> tuple[Found, "Page[Hit]"]:
    """Return one page of answers; a page beyond the last is the last. A map holds more than it."""
    number = query.page
    while True:
        offset = 0 if has_map else (number - 1) * size
        start = (number - 1) * size - offset
        look = look_of(query, nearby, limit=ON_A_MAP if has_map else size, offset=offset)
        look = replace(look, explained=range(start, start + size))
        found = find_in_library(query.text, look, reader=reader)
        pages = Paginator(range(found.total), size)
        if number <= max(pages.num_pages, 1):
            break
        number = pages.num_pages
    return found, Page(found.hits[start : start + size], number, pages)  # type: ignore[arg-type]


def _map(hits: Sequence[Hit], nearby: Nearby, reader: Reader | None) -> AnswerMap | None:
    slugs: dict[str, list[str]] = {}
    for hit in hits:
        slugs.setdefault(hit.kind, []).append(hit.slug)
    places = record_places(slugs, reader=reader)
    return map_of(places, nearby) if places else None


def _side_by_side(rows: Mapping[str, Rows], nearby: Nearby) -> Comparison:
    practices = practices_among(rows)
    return compare_practices(
        practices, ranges_of(unit_prices_of(practices)), nearby, total=len(practices)
    )


def _told(query: FindQuery, rows: Mapping[str, Rows]) -> tuple[Words, ...]:
    """Say what the practices on the first page of answers show, where they are enough."""
    practices = practices_among(rows)
    if not query.text or query.page > 1 or len(practices) < LEAST_TOLD:
        return ()
    return told_of(practices, ranges_of(unit_prices_of(practices)))
