"""The list of cities: a search, a map, facets, and the cities of each country."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, ClassVar

from django.core.paginator import Page
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decapolis.cities.choices import SIZE_CLASSES
from decapolis.cities.models import City
from decapolis.kernel import numbers
from decapolis.kernel.charts import MapDot, WorldMap
from decapolis.library.queries.cities import CityCounts, CityRow
from decapolis.library.queries.city import CityDot
from decapolis.pages.cities.forms import ListQuery
from decapolis.pages.components import Chip, Facet, FacetOption, Pager

MOST_COUNTRIES = 12
NAMED = 10  # cities that carry their name on the map


@dataclass(frozen=True, slots=True)
class CityLink:
    """A city in the line of its country."""

    name: str
    url: str
    count: str  # of practices; of people where there are none
    failed: str  # empty: none failed


@dataclass(frozen=True, slots=True)
class CountryGroup:
    """The cities of one country on this page of the list."""

    name: str
    url: str
    count: str
    cities: tuple[CityLink, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """One city that goes by the name asked for."""

    label: str
    url: str
    line: str


@dataclass(frozen=True, slots=True)
class ListPage:
    """What the list of cities shows."""

    template: ClassVar[str] = "cities/list.html"
    query: ListQuery
    total: int
    lead: str
    says: str
    map: WorldMap | None
    groups: tuple[CountryGroup, ...]
    found: tuple[Found, ...]
    near: tuple[Found, ...]  # other spellings, where nobody goes by the name
    chips: tuple[Chip, ...]
    facets: tuple[Facet, ...]
    pager: Pager
    csv_url: str


def list_page(
    query: ListQuery,
    part: "Page[Any]",
    *,
    rows: Sequence[CityRow],
    counts: CityCounts,
    world: WorldMap | None,
    near: Sequence[City] = (),
) -> ListPage:
    """Return the list.

    Parameters
    ----------
    part
        The page of the list that ``rows`` are of.
    world
        As `practice_world` makes it.
    near
        Cities of similar names, where none fits.
    """
    return ListPage(
        query=query,
        total=part.paginator.count,
        lead=_lead(counts),
        says=_says(query, part.paginator.count),
        map=world,
        groups=() if query.name else _groups(query, rows),
        found=tuple(map(_found, rows)) if query.name else (),
        near=tuple(Found(city.label, f"/cities/{city.pk}", "") for city in near),
        chips=_chips(query, counts),
        facets=_facets(query, counts),
        pager=Pager.of(part, lambda number: query.url(page=number)),
        csv_url=query.csv_url(),
    )


def _lead(counts: CityCounts) -> str:
    return _(
        "What {held} cities did, and how they compare. The gazetteer holds {all} cities, each by "
        "every name it goes by."
    ).format(held=numbers.number(counts.with_practices), all=numbers.number(counts.gazetteer))


def _says(query: ListQuery, total: int) -> str:
    count = numbers.number(total)
    if query.name:
        words = ngettext("{n} city goes by “{name}”.", "{n} cities go by “{name}”.", total)
        return words.format(n=count, name=query.name)
    if query.everything:
        return ngettext("{n} city of the gazetteer.", "{n} cities of the gazetteer.", total).format(
            n=count
        )
    words = ngettext("{n} city with a practice.", "{n} cities with practices.", total)
    return words.format(n=count)


def practice_world(query: ListQuery, dots: Sequence[CityDot], home: City | None) -> WorldMap | None:
    """Return the map of cities with practices; none beside a search by name."""
    if query.name:
        return None
    shown = [dot for dot in dots if not query.countries or dot.country_code in query.countries]
    if not shown:
        return None
    named = {dot.city_id for dot in sorted(shown, key=lambda dot: -dot.practices)[:NAMED]}
    return WorldMap(
        dots=tuple(
            MapDot(
                dot.name,
                dot.lat,
                dot.lon,
                url=f"/cities/{dot.city_id}",
                failed=dot.cancelled > 0,
                named=dot.city_id in named,
                note=ngettext("{n} practice", "{n} practices", dot.practices).format(
                    n=dot.practices
                ),
            )
            for dot in shown
        ),
        home=MapDot(home.name, home.lat, home.lon) if home else None,
    )


def _groups(query: ListQuery, rows: Sequence[CityRow]) -> tuple[CountryGroup, ...]:
    groups = []
    for (code, name), found in groupby(rows, key=lambda row: (row.country_code, row.country)):
        cities = list(found)
        practices = sum(row.practices for row in cities)
        words = ngettext("{n} practice", "{n} practices", practices)
        if not practices:
            practices, words = len(cities), ngettext("{n} city", "{n} cities", len(cities))
        groups.append(
            CountryGroup(
                name=name,
                url=query.url(countries=(code,), regions=()),
                count=words.format(n=numbers.number(practices)),
                cities=tuple(map(_link, cities)),
            )
        )
    return tuple(groups)


def _link(row: CityRow) -> CityLink:
    failed = ngettext("{n} failed", "{n} failed", row.failed).format(n=row.failed)
    return CityLink(
        name=row.name,
        url=f"/cities/{row.city_id}",
        count=str(row.practices) if row.practices else numbers.people(row.population),
        failed=f"({failed})" if row.failed else "",
    )


def _found(row: CityRow) -> Found:
    parts = [_("{n} people").format(n=numbers.people(row.population))] if row.population else []
    if row.practices:
        words = ngettext("{n} practice", "{n} practices", row.practices)
        parts.append(words.format(n=numbers.number(row.practices)))
    return Found(row.label, f"/cities/{row.city_id}", ", ".join(parts) + "." if parts else "")


def _chips(query: ListQuery, counts: CityCounts) -> tuple[Chip, ...]:
    names = {one.code: one.name for one in counts.countries}
    sizes = {name: label for name, label, _least, _below in SIZE_CLASSES}
    chips = [Chip(query.name, query.url(name=""), _("name"))] if query.name else []
    chips += [Chip(one, query.toggled("regions", one), _("region")) for one in query.regions]
    chips += [
        Chip(names.get(one, one), query.toggled("countries", one), _("country"))
        for one in query.countries
    ]
    chips += [Chip(sizes[one], query.toggled("sizes", one), _("people")) for one in query.sizes]
    return tuple(chips)


def _facets(query: ListQuery, counts: CityCounts) -> tuple[Facet, ...]:
    regions: dict[str, int] = {}
    for one in counts.countries:
        regions[one.region] = regions.get(one.region, 0) + one.cities
    most = sorted(
        counts.countries, key=lambda one: (one.code not in query.countries, -one.cities, one.name)
    )
    every = FacetOption(
        _("Cities without practices too"),
        query.url(everything=not query.everything),
        counts.gazetteer,
        query.everything,
    )
    options = {
        _("Region"): [
            FacetOption(name, query.toggled("regions", name), count, name in query.regions)
            for name, count in sorted(regions.items())
            if name
        ],
        _("Country"): [
            FacetOption(
                one.name,
                query.toggled("countries", one.code),
                one.cities,
                one.code in query.countries,
            )
            for one in most[:MOST_COUNTRIES]
        ],
        _("People"): [
            FacetOption(
                label, query.toggled("sizes", name), counts.sizes.get(name, 0), name in query.sizes
            )
            for name, label, _least, _below in SIZE_CLASSES
        ],
    }
    first = [] if query.name else [Facet(_("Show"), (every,))]
    return (*first, *(Facet(title, tuple(held)) for title, held in options.items() if held))
