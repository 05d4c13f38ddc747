"""Answers on a map: one dot for each city, and what it stands for."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import ngettext

from decapolis.kernel.charts import MapDot, WorldMap
from decapolis.library.queries.places import RecordPlace
from decapolis.pages.find.contexts.hits import Nearby
from decapolis.pages.library.contexts.links import record_url

NAMED = 8


@dataclass(frozen=True, slots=True)
class AnswerMap:
    """Answers on a map; ``unplaced`` are of places that the gazetteer does not hold."""

    chart: WorldMap
    unplaced: int


def map_of(places: Sequence[RecordPlace], nearby: Nearby) -> AnswerMap:
    """Return answers on a map, the reader's city among them."""
    at: dict[int, list[RecordPlace]] = {}
    for place in places:
        if place.city_id is not None:
            at.setdefault(place.city_id, []).append(place)
    home = nearby.city
    dots = [_dot(held, is_named=order < NAMED) for order, held in enumerate(at.values())]
    return AnswerMap(
        chart=WorldMap(
            dots=tuple(dots),
            home=MapDot(home.name, home.lat, home.lon, named=True) if home else None,
        ),
        unplaced=sum(place.city_id is None for place in places),
    )


def _dot(held: Sequence[RecordPlace], *, is_named: bool) -> MapDot:
    first = held[0]
    more = len(held) - 1
    note = first.title
    if more:
        note += " " + ngettext("and one more", "and {n} more", more).format(n=more)
    return MapDot(
        label=first.city,
        lat=first.lat,
        lon=first.lon,
        url=record_url(first.kind, first.slug),
        failed=any(one.is_cancelled for one in held),
        named=is_named,
        note=note,
    )
