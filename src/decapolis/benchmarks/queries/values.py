"""The values of an edition: settled marks, else observations."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from decapolis.benchmarks.choices import Hand, Kind
from decapolis.benchmarks.errors import WiderThanData
from decapolis.benchmarks.models import Criterion, Edition, Entrant, Mark
from decapolis.cities.models import City
from decapolis.indicators.models import Indicator, Observation, Source
from decapolis.kernel.permissions import Visibility

Key = tuple[int, int]  # entrant, criterion


@dataclass(frozen=True, slots=True)
class Held:
    """One value that counts, and whether it is a settled mark or an observation."""

    value: float | None
    origin: Literal["mark", "observation"]
    mark_id: int | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """Who takes part, what is judged, and the values that count. For the program itself.

    Attributes
    ----------
    entrants
        In the order in which they were entered.
    criteria
        All of the framework, in order.
    leaves
        Those that have values of their own.
    unmeasured
        Of an edition of observations: those that its source knows of no city. They are in neither
        of the other two, nor is a pillar of nothing else.
    """

    edition: Edition
    entrants: tuple[Entrant, ...]
    criteria: tuple[Criterion, ...]
    leaves: tuple[Criterion, ...]
    values: Mapping[Key, Held]
    unmeasured: tuple[Criterion, ...] = ()

    def value(self, entrant: Entrant, criterion: Criterion) -> float | None:
        """Return the value that counts; None where it is unknown."""
        held = self.values.get((entrant.pk, criterion.pk))
        return held.value if held else None


def grid_of(edition: Edition) -> Grid:
    """Return all that an index is made of; four queries, whoever may see it."""
    entrants = tuple(Entrant.objects.filter(edition=edition).order_by("pk"))
    criteria = tuple(Criterion.objects.filter(framework=edition.framework_id).order_by("position"))
    leaves = leaves_of(criteria)
    values = _observed(edition, entrants, leaves)
    settled = Mark.objects.current().filter(edition=edition, hand=Hand.SETTLED)
    for mark in settled:
        values[mark.entrant_id, mark.criterion_id] = Held(mark.value, "mark", mark.pk)
    unmeasured = _unmeasured(edition, leaves, values)
    if unmeasured:
        criteria = _without(criteria, unmeasured)
        leaves = tuple(leaf for leaf in leaves if leaf not in unmeasured)
    return Grid(edition, entrants, criteria, leaves, values, unmeasured)


def leaves_of(criteria: Iterable[Criterion]) -> tuple[Criterion, ...]:
    """Return the criteria that no other has for a parent, in the order given."""
    listed = tuple(criteria)
    parents = {criterion.parent_id for criterion in listed}
    return tuple(criterion for criterion in listed if criterion.pk not in parents)


def _unmeasured(
    edition: Edition, leaves: Iterable[Criterion], values: Mapping[Key, Held]
) -> tuple[Criterion, ...]:
    """Return what no city has a value of, where there are values at all."""
    if edition.kind != Kind.OBSERVED or not values:
        return ()
    known = {criterion for _entrant, criterion in values}
    return tuple(leaf for leaf in leaves if leaf.pk not in known)


def _without(criteria: Iterable[Criterion], left_out: Iterable[Criterion]) -> tuple[Criterion, ...]:
    """Return criteria without some, and without pillars below which nothing is left."""
    gone = {one.pk for one in left_out}
    kept = [one for one in criteria if one.pk not in gone]
    pillars = {one.parent_id for one in criteria} - {None}
    while True:
        parents = {one.parent_id for one in kept}
        empty = {one.pk for one in kept if one.pk in pillars and one.pk not in parents}
        if not empty:
            return tuple(kept)
        kept = [one for one in kept if one.pk not in empty]


def _observed(
    edition: Edition, entrants: Iterable[Entrant], leaves: Iterable[Criterion]
) -> dict[Key, Held]:
    if edition.kind != Kind.OBSERVED:
        return {}
    city = {entrant.city_id: entrant.pk for entrant in entrants if entrant.city_id}
    measured = {leaf.indicator_id: leaf.pk for leaf in leaves if leaf.indicator_id}
    rows = (
        observations_for(edition)
        .filter(city__in=city, indicator__in=measured)
        .order_by("year", "period")
        .values_list("city", "indicator", "value")
    )
    # Of several years the latest stays.
    return {
        (city[where], measured[code]): Held(value, "observation") for where, code, value in rows
    }


def observations_for(edition: Edition) -> QuerySet[Observation]:
    """Return the observations that an observed edition takes: of its source, and year if any."""
    rows = Observation.objects.filter(source=edition.source_id, value__isnull=False)
    return rows.filter(year=edition.year) if edition.year else rows


def narrower_data(edition: Edition) -> Source | Indicator | None:
    """Return a source or indicator of an edition that fewer people may read than the edition."""
    if edition.kind != Kind.OBSERVED:
        return None
    order = list(Visibility.values)
    narrower = order[order.index(edition.visibility) + 1 :]
    source = Source.objects.at_levels(narrower).filter(pk=edition.source_id).first()
    criteria = Criterion.objects.filter(framework=edition.framework_id)
    indicators = Indicator.objects.at_levels(narrower)
    return source or indicators.filter(pk__in=criteria.values("indicator")).first()


def observed_cities(edition: Edition) -> list[City]:
    """Return the cities of which an edition of observations has any, by name."""
    if edition.kind != Kind.OBSERVED:
        return []
    measured = Criterion.objects.filter(framework=edition.framework_id).exclude(indicator=None)
    rows = observations_for(edition).filter(indicator__in=measured.values("indicator"))
    found = City.objects.filter(pk__in=rows.values("city")).select_related("country")
    return sorted(found, key=lambda city: (city.name, city.pk))


def not_wider(edition: Edition) -> None:
    """See to it that nobody reads figures in an edition that they may not read elsewhere.

    Raises
    ------
    WiderThanData
        Somebody would.
    """
    found = narrower_data(edition)
    if found is not None:
        words = _(
            "“{name}” is not open to all who could read this ranking: {levels}. Open the ranking "
            "to them alone, or the figures to more."
        )
        label = Visibility(found.visibility).label
        raise WiderThanData(words.format(name=found, levels=label), field="visibility")
