"""Figures that are held, and of which a framework could make an index."""

from dataclasses import dataclass

from django.db.models import Count

from decapolis.benchmarks.models import Criterion, Framework
from decapolis.indicators.models import Observation, Source
from decapolis.kernel.permissions import Reader

FEWEST_CITIES, FEWEST_CRITERIA = 3, 2


@dataclass(frozen=True, slots=True)
class HeldFigures:
    """What one source says of one year, as far as a framework asks for it.

    Attributes
    ----------
    criteria, of
        How many criteria it has figures for, and how many take figures at all.
    """

    framework: str
    framework_slug: str
    source: Source
    year: int
    cities: int
    criteria: int
    of: int

    @property
    def key(self) -> str:
        """By what a form names it."""
        return f"{self.framework_slug}|{self.source.pk}|{self.year}"


def held_figures(reader: Reader | None) -> tuple[HeldFigures, ...]:
    """Return what indices could be made of, by framework, the fullest first; a query for each.

    Of fewer than three cities or two criteria nothing is said.
    """
    found: list[HeldFigures] = []
    sources = {one.pk: one for one in Source.objects.visible_to(reader)}
    seen = Observation.objects.visible_to(reader).filter(value__isnull=False)
    for framework in Framework.objects.visible_to(reader).order_by("name"):
        measured = Criterion.objects.filter(framework=framework).exclude(indicator=None)
        wanted = set(measured.values_list("indicator", flat=True))
        rows = (
            seen.filter(city__isnull=False, indicator__in=wanted)
            .values("source", "year")
            .annotate(cities=Count("city", distinct=True))
            .annotate(criteria=Count("indicator", distinct=True))
            .filter(cities__gte=FEWEST_CITIES, criteria__gte=FEWEST_CRITERIA)
        )
        held = [
            HeldFigures(
                framework.name, framework.slug, sources[row["source"]], row["year"],
                row["cities"], row["criteria"], len(wanted),
            )
            for row in rows
            if row["year"] is not None
        ]  # fmt: skip
        found += sorted(held, key=lambda one: (-one.criteria, -one.cities, -one.year))
    return tuple(found)
