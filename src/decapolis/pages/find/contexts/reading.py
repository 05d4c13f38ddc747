"""From a view's address to what was found: the city it speaks of, the question, the answers."""

from collections.abc import Sequence
from dataclasses import replace

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

from decapolis.cities.bridge import find_city
from decapolis.cities.errors import AmbiguousCity, UnknownCity
from decapolis.cities.models import City
from decapolis.kernel.permissions import Reader
from decapolis.library.bridge.find import ClosenessShares, find_in_library
from decapolis.library.queries.places import record_places
from decapolis.library.queries.rows import PracticeRow
from decapolis.pages.find.contexts.hits import Nearby, records, rows_of
from decapolis.pages.find.contexts.listing import Answers, CityTrouble
from decapolis.pages.find.contexts.places import AnswerMap, map_of
from decapolis.pages.find.contexts.side_by_side import (
    Words,
    compare_practices,
    compared_rows,
    told_of,
)
from decapolis.pages.find.forms import COSTS, NEAR, FindQuery
from decapolis.pages.library.contexts.nearness import near_cities
from decapolis.search.queries import Filters, Found, Hit, Look

ON_A_PAGE = 20
SIDE_BY_SIDE = 12
ON_A_MAP = 400
IN_A_FILE = 5000
MOST_CHOICES = 8
LOOKED_AT = 120  # answers among which practices are looked for that something is said of
MOST_TOLD = 60
LEAST_TOLD = 3  # practices of which something can be said
LEAST_COMPARED = 2


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
    if query.compares(has_city=nearby.city is not None):
        compared = _side_by_side(query, nearby, reader)
        if compared.comparison:
            return compared
    on_map = query.page * ON_A_PAGE <= ON_A_MAP if query.view == "map" else query.page == 1
    has_map = on_map and (query.view == "map" or query.base != "/find")
    found, part = _page_of(query, nearby, reader=reader, has_map=has_map)
    hits = tuple(part.object_list)
    return Answers(
        found=found,
        part=part,
        hits=hits,
        rows=rows_of(hits, reader=reader),
        map=_map(found.hits, nearby, reader) if has_map and query.kind != "technology" else None,
        comparison=None,
        told=_told(query, found, reader),
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
    near = ClosenessShares(nearby.city.pk, nearby.near) if nearby.city else None
    return Look(
        filters=Filters(
            kinds=(query.kind,) if query.kind else (),
            themes=query.theme,
            countries=query.country,
            cities=near.within(NEAR[query.near]) if near and query.near else (),
            sizes=query.size,
            cost_low=low,
            cost_high=None if high == float("inf") else high,
            evidence=int(query.evidence) if query.evidence else None,
            statuses=query.status,
            subkinds=query.subkind,
        ),
        without=query.without,
        near=near,
        sort=query.order(has_city=near is not None),
        limit=limit,
        offset=offset,
        mend=not query.as_typed,
    )


def _page_of(
    query: FindQuery, nearby: Nearby, *, reader: Reader | None, has_map: bool
) -> tuple[Found, "Page[Hit]"]:
    """Return one page of answers; a page beyond the last is the last.

    A map shows more than the page does, and what is said of practices is said of more.
    """
    number, size = query.page, ON_A_PAGE
    wide = ON_A_MAP if has_map else LOOKED_AT if query.text and number == 1 else 0
    while True:
        offset = 0 if wide else (number - 1) * size
        start = (number - 1) * size - offset
        look = look_of(query, nearby, limit=wide or size, offset=offset)
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


def _side_by_side(query: FindQuery, nearby: Nearby, reader: Reader | None) -> Answers:
    """Set the practices that answer best side by side; a lone one only where that is asked for."""
    look = look_of(replace(query, kind="practice"), nearby, limit=MOST_TOLD)
    found = find_in_library(query.text, replace(look, explained=range(0)), reader=reader)
    answering = answering_practices(found.hits, reader=reader)
    scores = {hit.slug: hit.score for hit in found.hits} if query.text else {}
    rows = compared_rows(answering, scores, most=SIDE_BY_SIDE)
    is_shown = len(rows) >= LEAST_COMPARED or (rows and query.view == "compare")
    return Answers(
        found=found,
        part=Page((), 1, Paginator(range(len(rows)), SIDE_BY_SIDE)),  # type: ignore[arg-type]
        hits=(),
        rows={},
        map=None,
        comparison=compare_practices(rows, answering, nearby, total=found.total)
        if is_shown
        else None,
        told=(),
    )


def answering_practices(hits: Sequence[Hit], *, reader: Reader | None) -> tuple[PracticeRow, ...]:
    """Return the practices among answers, best first; those that sentences are about."""
    slugs = [hit.slug for hit in hits if hit.kind == "practice"]
    rows = records("practice", slugs[:MOST_TOLD], reader=reader).values()
    return tuple(row for row in rows if isinstance(row, PracticeRow))


def _told(query: FindQuery, found: Found, reader: Reader | None) -> tuple[Words, ...]:
    """Say what the practices among the answers show, where they are enough."""
    if not query.text or query.page > 1:
        return ()
    practices = answering_practices(found.hits, reader=reader)
    return told_of(practices) if len(practices) >= LEAST_TOLD else ()
