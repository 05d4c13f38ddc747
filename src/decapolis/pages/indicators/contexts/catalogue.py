"""The catalogue of indicators."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from decapolis.indicators.bridge import Catalogue, Entry
from decapolis.kernel import numbers
from decapolis.kernel.charts import Bar
from decapolis.pages.components import Chip, Facet, FacetOption
from decapolis.pages.indicators.contexts.words import (
    direction_words,
    level_words,
    reach_words,
    theme_words,
    unit_words,
    years_words,
)
from decapolis.pages.indicators.forms import CatalogueQuery
from decapolis.pages.links import indicator_url, with_query

MOST_SOURCES = 12


@dataclass(frozen=True, slots=True)
class CatalogueLine:
    """One indicator of the list; ``bar`` is the share of all cities of which it is known."""

    name: str
    url: str
    unit: str
    direction: str
    reach: str
    years: str
    bar: Bar


@dataclass(frozen=True, slots=True)
class ThemeGroup:
    """The indicators of one theme; ``names`` tells what there is while it is folded."""

    title: str
    key: str
    count: str
    names: str
    lines: tuple[CatalogueLine, ...]


@dataclass(frozen=True, slots=True)
class CataloguePage:
    """What the catalogue shows."""

    template: ClassVar[str] = "indicators/list.html"
    query: CatalogueQuery
    says: str
    groups: tuple[ThemeGroup, ...]
    is_open: bool  # somebody asked for something: what fits is not folded away
    chips: tuple[Chip, ...]
    facets: tuple[Facet, ...]
    csv_url: str
    cities: int


def catalogue_page(query: CatalogueQuery, held: Catalogue) -> CataloguePage:
    """Return the catalogue, or what of it fits."""
    found = held.found(query.question)
    count = len(found)
    words = ngettext("{n} indicator", "{n} indicators", count).format(n=numbers.number(count))
    return CataloguePage(
        query=query,
        says=words,
        groups=tuple(
            _group(theme, f"theme-{number}", tuple(_line(one, held) for one in some))
            for number, (theme, some) in enumerate(groupby(found, lambda one: one.indicator.theme))
        ),
        is_open=bool(query.url() != CatalogueQuery().url()),
        chips=_chips(query, held),
        facets=_facets(query, held),
        csv_url=with_query(query.url(), format="csv"),
        cities=held.cities,
    )


def _group(theme: str, key: str, lines: tuple[CatalogueLine, ...]) -> ThemeGroup:
    count = ngettext("{n} indicator", "{n} indicators", len(lines))
    return ThemeGroup(
        title=theme_words(theme),
        key=key,
        count=count.format(n=numbers.number(len(lines))),
        names=", ".join(line.name for line in lines),
        lines=lines,
    )


def _line(entry: Entry, held: Catalogue) -> CatalogueLine:
    one, reach = entry.indicator, entry.coverage
    share = 100 * reach.cities / held.cities if held.cities else 0
    return CatalogueLine(
        name=one.name,
        url=indicator_url(one.code),
        unit=unit_words(one.unit),
        direction=direction_words(one.direction),
        reach=reach_words(reach),
        years=years_words(reach.first, reach.last),
        bar=Bar(one.name, reach.cities, share=share),
    )


def _names(held: Catalogue) -> dict[str, str]:
    """Return the titles of sources by id."""
    return {
        part.source.pk: part.source.title for one in held.entries for part in one.coverage.sources
    }


def _chips(query: CatalogueQuery, held: Catalogue) -> tuple[Chip, ...]:
    names = _names(held)
    chips = [Chip(query.words, query.url(words=""), _("words"))] if query.words else []
    told = (
        ("themes", _("theme"), theme_words),
        ("levels", _("describes"), level_words),
        ("directions", _("better"), direction_words),
        ("sources", _("source"), lambda source: str(names.get(source, source))),
    )
    for field, kind, words in told:
        values: Sequence[str] = getattr(query, field)
        chips += [Chip(words(value), query.toggled(field, value), kind) for value in values]
    return tuple(chips)


def _facets(query: CatalogueQuery, held: Catalogue) -> tuple[Facet, ...]:
    """Return the ways to narrow; numbers count the whole catalogue."""
    names = _names(held)
    themes = Counter(one.indicator.theme for one in held.entries)
    levels = Counter(one.indicator.level for one in held.entries)
    better = Counter(one.indicator.direction for one in held.entries)
    sources = Counter(part.source.pk for one in held.entries for part in one.coverage.sources)
    told = (
        (_("Theme"), "themes", sorted(themes.items()), theme_words),
        (_("Describes"), "levels", levels.most_common(), level_words),
        (_("Which way is better"), "directions", better.most_common(), direction_words),
        (
            _("Source"),
            "sources",
            _chosen_first(sources, query.sources),
            lambda source: str(names.get(source, source)),
        ),
    )
    return tuple(
        Facet(
            title,
            tuple(
                FacetOption(
                    words(value), query.toggled(field, value), count, value in getattr(query, field)
                )
                for value, count in values
            ),
        )
        for title, field, values, words in told
        if values
    )


def _chosen_first(counted: "Counter[str]", chosen: Sequence[str]) -> list[tuple[str, int]]:
    ordered = sorted(counted.items(), key=lambda one: (one[0] not in chosen, -one[1], one[0]))
    return ordered[:MOST_SOURCES]
