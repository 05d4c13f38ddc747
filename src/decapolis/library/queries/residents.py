"""How many people live in a city, with year and source: what an amount is divided by."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from decapolis.cities.models import City
from decapolis.indicators.models import Observation
from decapolis.kernel.money import reference_year

SURVEY, OFFICIAL = "population_acs", "city_proper_population"
# Counts of the city itself, not of its agglomeration; the better first where two are of one year.
COUNTS = (SURVEY, OFFICIAL)
OLDEST = 15  # years before the reference year of money
ANOTHER_PLACE = (
    1.5  # a count that differs so many times from the gazetteer's is of other boundaries
)
METROPOLITAN = frozenset({"AU"})  # where the official counts are of the region around the city


@dataclass(frozen=True, slots=True)
class Residents:
    """A count of residents and where it comes from."""

    count: int
    year: int | None  # None: undated
    source: str  # the words that credit it
    url: str
    doubt: str = ""  # why nothing should be divided by it, a sentence; empty: it may be used


def residents_of(cities: Iterable[City | None]) -> dict[int, Residents]:
    """Return the latest official count of every city; undated ones do not count.

    One query, however many cities. A city without a count is left out.
    """
    known = {city.pk: city for city in cities if city is not None}
    observations = (
        Observation.objects.visible_to(None)
        .filter(
            subject__in=[f"city:{pk}" for pk in known], indicator__in=COUNTS, value__gt=0
        )  # by subject, so that one index serves both conditions
        .select_related("source")
        .order_by("pk")
    )
    best: dict[int, Observation] = {}
    for seen in observations:
        pk = seen.city_id or 0
        if pk not in best or _rank(seen) > _rank(best[pk]):
            best[pk] = seen
    return {pk: _residents(seen, known[pk]) for pk, seen in best.items()}


def _rank(seen: Observation) -> tuple[int, int]:
    return seen.year or 0, -COUNTS.index(seen.indicator_id)


def _residents(seen: Observation, city: City) -> Residents:
    return Residents(
        count=round(seen.value or 0),
        year=seen.year,
        source=seen.source.attribution,
        url=seen.source.url,
        doubt=_doubt(seen, city),
    )


def _doubt(seen: Observation, city: City) -> str:
    if (seen.year or 0) < reference_year() - OLDEST:
        reason = _("Not given per resident: the latest count of residents held is of {year}.")
        return reason.format(year=seen.year or _("an unknown year"))
    if seen.indicator_id != OFFICIAL:
        return ""
    if city.country_id in METROPOLITAN:
        return _(
            "Not given per resident: the count of residents held is of the metropolitan area, not "
            "of the city."
        )
    ratio = (seen.value or 0) / city.population if city.population else 1.0
    if not 1 / ANOTHER_PLACE <= ratio <= ANOTHER_PLACE:
        return _("Not given per resident: two counts of residents differ too much to rely on one.")
    return ""
