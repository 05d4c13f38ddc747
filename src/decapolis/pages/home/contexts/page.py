"""The first page: the one question, answers that already compare, where the library is thin."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from django.utils.translation import gettext as _

from decapolis.cities.models import City
from decapolis.cities.queries import all_cities
from decapolis.kernel.charts import MapDot, WorldMap
from decapolis.kernel.permissions import Reader
from decapolis.library.bridge.find import ClosenessShares, find_in_library
from decapolis.library.bridge.kept import Kept
from decapolis.library.queries.rows import PracticeRow
from decapolis.pages.find.contexts import (
    Comparison,
    Nearby,
    compare_practices,
    compared_rows,
    rank_of,
    unit_prices_of,
)
from decapolis.pages.find.contexts.reading import MOST_TOLD, answering_practices
from decapolis.pages.home.contexts.standing import Standing, standing
from decapolis.pages.library.contexts.links import brief_url, browse_url
from decapolis.pages.library.contexts.nearness import near_cities
from decapolis.search.queries import Filters, Look

EXAMPLE_QUESTION = "street lighting"
EXAMPLE_CITY = 4509884  # Dayton, Ohio
COMPARED = 6
BEST = 12  # answers of which the closest to the city are compared
PRICED = 4


@dataclass(frozen=True, slots=True)
class Example:
    """A question answered for a city, side by side."""

    title: str
    kicker: str  # what is only an example: the city, or the question
    city_name: str
    comparison: Comparison
    compared: tuple[PracticeRow, ...]
    find: str
    brief: str


@dataclass(frozen=True, slots=True)
class HomePage:
    """What the first page shows."""

    template: ClassVar[str] = "home/home.html"
    question: str
    city: str
    example: Example | None
    standing: Standing
    map: WorldMap
    map_says: str
    failures_url: str


# Of a city and a question. Most who come ask nothing yet, and see the first.
_first: Kept[tuple[int, str], Example] = Kept(lasting="example")
_examples: Kept[tuple[int, str], Example] = Kept(most=200)


def home_page(question: str, city: City | None, *, reader: Reader | None) -> HomePage:
    """Return the first page as a reader of this city sees it.

    Parameters
    ----------
    question
        As asked; empty: an example is answered.
    """
    held = standing(reader)
    example = _example(question, city, reader)
    tied = _tied(example) if city else ()
    lines = _("Lines lead from {city} to the cities above.").format(city=city.name if city else "")
    return HomePage(
        question=question,
        city=city.label if city else "",
        example=example,
        standing=held,
        map=WorldMap(
            dots=held.dots,
            home=MapDot(city.name, city.lat, city.lon, named=True) if city else None,
            tied=tied,
        ),
        map_says=f"{held.thin} {lines}" if tied else held.thin,
        failures_url=browse_url("practice", status="failed"),
    )


def _tied(example: Example | None) -> tuple[MapDot, ...]:
    """Return the cities that are set side by side."""
    if example is None:
        return ()
    places = {row.place.city_id: row.place for row in example.compared}
    return tuple(
        MapDot(place.city, place.lat, place.lon)
        for place in places.values()
        if place.lat is not None and place.lon is not None
    )


def _example(question: str, city: City | None, reader: Reader | None) -> Example | None:
    """Answer a question for the reader's city, side by side, else an example for another."""
    asker = city or all_cities().filter(pk=EXAMPLE_CITY).first()
    if asker is None:
        return None
    asked = question or EXAMPLE_QUESTION

    def make(_keys: object) -> dict[tuple[int, str], Example]:
        made = _made(asked, asker, reader)
        return {(asker.pk, asked): made} if made else {}

    kept = _examples if city or question else _first
    example = kept.get([(asker.pk, asked)], make, reader=reader).get((asker.pk, asked))
    if example is None:
        return None
    kicker = ""
    if city is None:
        kicker = _("An example. Name your city above and everything here is compared with it.")
    elif not question:
        kicker = _("For example. Ask your own question above.")
    return replace(example, kicker=kicker)


def _made(question: str, city: City, reader: Reader | None) -> Example | None:
    """Answer a question for a city; None where no practice answers it."""
    nearby = Nearby(city, near_cities(city))
    look = Look(
        filters=Filters(kinds=("practice",)),
        near=ClosenessShares(city.pk, nearby.near),
        limit=MOST_TOLD,
        explained=range(0),
    )
    found = find_in_library(question, look, reader=reader)
    answering = answering_practices(found.hits, reader=reader)
    scores = {hit.slug: hit.score for hit in found.hits}
    rows = _compared(compared_rows(answering, scores, most=BEST), nearby)
    if not rows:
        return None
    return Example(
        title=_title(question, city),
        kicker="",
        city_name=city.name,
        comparison=compare_practices(rows, answering, nearby, total=found.total),
        compared=rows,
        find="/find?" + _asked(question, city),
        brief=brief_url(city.pk, question),
    )


def _compared(rows: Sequence[PracticeRow], nearby: Nearby) -> tuple[PracticeRow, ...]:
    """Choose the closest cities among good answers; a failure among these is always shown.

    Up to four that state the price of a unit come before the others, so that prices compare.
    """
    others = [row for row in rows if nearby.city and row.place.city_id != nearby.city.pk]
    closest = sorted(others, key=lambda row: rank_of(row, nearby))
    priced = {price.slug for price in unit_prices_of(rows)}
    first = [row for row in closest if row.slug in priced][:PRICED]
    ordered = [*first, *(row for row in closest if row not in first)]
    chosen = ordered[:COMPARED]
    failed = [row for row in ordered[COMPARED:] if row.has_failed]
    if failed and not any(row.has_failed for row in chosen):
        chosen[-1] = failed[0]
    return tuple(chosen)


def _asked(question: str, city: City) -> str:
    return brief_url(city.pk, question).partition("?")[2]


def _title(question: str, city: City) -> str:
    words = question[:1].upper() + question[1:80]
    place = ", ".join(city.label.split(", ")[:2])
    return _("{question}, for {city}").format(question=words, city=place)
